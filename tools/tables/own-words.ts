/**
 * Our own word lists: common words and names that the rules of a script get wrong, since it does not write their vowels; and
 * common Thai and Lao words, which tell where words begin.
 */
import type { ListedWord } from './word-list.js';
import { pairs } from './word-list.js';

/** Names of artists, and words of songs; colloquial ones as they are sung. */
export const ARABIC_WORDS: readonly ListedWord[] = pairs(
  `
  محمد muhammad محمود mahmud احمد ahmad حسن hasan حسين husayn حسني husni علي ali عمر umar عمرو amr عمرى umri
  عمري umri عثمان uthman خالد khalid وليد walid هشام hisham كريم karim كرم karam رامي rami هاني hani سامي sami
  فريد farid وديع wadi صباح sabah فخري fakhri نانسي nansi عجرم ajram اليسا elissa هيفاء hayfa نوال nawal
  احلام ahlam شيرين shirin انغام angham لطيفة latifa سميرة samira وردة warda اسمهان asmahan ام umm
  كلثوم kulthum فيروز fayruz مراد murad دياب diab منير munir مصطفى mustafa حليم halim حافظ hafiz كاظم kazim
  ساهر sahir راشد rashid ماجد majid عبدالله abdullah عبده abdu عبد abd رحمن rahman الله allah نجوى najwa
  ماجدة majida بلقيس balqis اصالة asala نصري nasri شمس shams سعد saad سعاد suad صابر sabir رباعي rubai
  وائل wael كفوري kfuri جسار jassar جسمي jasmi تامر tamir حكيم hakim رياض riyad بليغ baligh سنباطي sunbati
  يوسف yusuf ابراهيم ibrahim اسماعيل ismail يحيى yahya عيسى isa موسى musa مريم maryam فاطمة fatima زينب zaynab
  عائشة aisha خديجة khadija ليلى layla سلمى salma هند hind دنيا dunya حب hubb حبي hubbi حبك hubbak حبيبي habibi
  حبيبتي habibti حبيب habib حبايب habayib بحبك bahebak احبك uhibbuk بحب bahib قلبي qalbi قلبك qalbak قلوب qulub
  روحي ruhi روح ruh حياة hayat حياتي hayati عيني ayni عيون uyun عيونك uyunak عين ayn نور nur ليل layl
  ليالي layali ليلة layla قمر qamar نجوم nujum سماء sama بحر bahr نهر nahr موج mawj ورد ward زهرة zahra
  زهور zuhur عطر itr بنت bint بنات banat ولد walad اولاد awlad رجل rajul امي ummi ابي abi اخي akhi اختي ukhti
  انت enta انتي enti انتا enta انا ana هو huwa هي hiya احنا ihna هم hum مين min ايه eh ليه leh ازاي ezzay
  فين fein كده keda اه ah يا ya لو law كان kan كل kull شي shi شيء shay مش mish ما ma لا la نعم naam بس bass
  علشان ashan عشان ashan زي zay معاك maak معايا maaya معك maak معي maai منك minnak مني minni عنك annak عني anni
  ليك lik لك lak بيك bik فيك fik فيه fih وحشتني wahashtini وحشني wahashni تعالى taala يلا yalla خلاص khalas
  خليك khallik خلينا khallina قولي ouli نسيت nisit انساك ansak نساني nisani سيبك sibak راح rah جاي gay
  رجع rigea وحدي wahdi وحدك wahdak سهر sahar سهران sahran شوق shawq اشواق ashwaq غرام gharam هوى hawa عشق ishq
  عاشق ashiq دموع dumu جرح garh جراح jirah حزن huzn فرح farah فرحة farha امل amal حلم hilm ذكريات dhikrayat
  وطن watan بلدي baladi بلاد bilad بيروت bayrut لبنان lubnan مصر masr قاهرة qahira دمشق dimashq بغداد baghdad
  قدس quds فلسطين filastin شام sham حلب halab سوريا surya عراق iraq كويت kuwait دبي dubai تونس tunis
  مغرب maghrib جزائر jazair عرب arab عربي arabi غزة ghazza نيل nil صحرا sahra سلام salam مرحبا marhaba
  اهلا ahlan شكرا shukran جميل jamil جميلة jamila حلو hilw حلوة hilwa كبير kabir صغير saghir جديد jadid
  قديم qadim طويل tawil قوي qawi غالي ghali صعب saab اول awwal اخر akhir يوم yawm ايام ayyam سنة sana
  سنين sinin صلاة salat صوت sawt حرية hurriya كلام kalam كلمة kilma كلمات kalimat اغنية ughniya موال mawwal
  قصة qissa رسالة risala مرسول marsul طريق tariq بيت bayt دار dar باب bab قهوة qahwa شاي shay ناس nas
  زمان zaman رمضان ramadan عيد eid قارئة qariat فنجان finjan مدائن madain ناي nay اعطني atini عاد ad
  قمرين qamarain تملي tamally معاه maah نسم nassam كيفك kifak شو shu شكون shkun بنحبك binhibbak اعطيني atini
  سالوني saaluni زينة zina سمرا samra سمراء samra يمكن yimkin مسافر musafir غريب gharib قلبها qalbaha
  سلطان sultan رضا rida منصور mansur مسعود masud حامد hamid عارف arif جدا jiddan مهدي mahdi مجيد majid
  محسن muhsin امير amir حميد hamid سعيد said شاهين shahin ياسر yasir اميري amiri موسوي musawi من min بعد baad
  قبل qabl صبح subh سحر sahar عزيز aziz قلب qalb سفر safar ساقي saqi رقص raqs شراب sharab نقش naqsh
  مجنون majnun وفا wafa صنم sanam مثل mithl شمع sham قصه qissa صدا sada داري dari لطفي lutfi سينا sina فتح fath
  اقبال iqbal رفيع rafi دم dam دعا dua رب rabb نظر nazar خيال khayal غزل ghazal مبارك mubarak محبوب mahbub
  انتظار intizar منزل manzil دور dor بن bin فريده farida عابده abida اجنبي ajnabi هوا hawa مولا mawla اين ayn
  على ala به bih بر barr كي kay عاطف atif غلام ghulam الى ila حتى hatta متى mata هذا hadha هذه hadhihi
  ذلك dhalik علينا alayna عليك alayk عليها alayha عليه alayh اليك ilayk اليه ilayh طلع talaa بدر badr
  وياك wayyak معاها maaha مفيش mafish زيك zayyak قصايد qasayed شلبية shalabiya اعطنا atina سهرنا sahirna
  سوا sawa ملحم mulhim بركات barakat حكاية hikaya دارت darat فات fat ميعاد miad سيرة sira تفارقني tufariqni
  بوس bus سواح sawwah موعود mawud حماقي hamaki مصري masri ليبيا libya سودان sudan يمن yaman خليج khalij
  شمال shamal جنوب janub شرق sharq غرب gharb كلها kullaha كله kulluh كلنا kulluna عندي indi عندك indak
  بعدك badak قبلك ablak غيرك ghayrak لولا lawla لما lamma حبينا habbayna غيابك ghiyabak وجع wagaa قدر qadar
  قسمة qisma نصيب nasib ظلم zulm فجر fajr غروب ghurub نسيم nasim مطر matar شتا shita صيف sayf ربيع rabi
  خريف kharif ثلج thalj نار nar موت mawt جنة janna جنون junun مجنونة majnuna عيب aib حرام haram حلال halal
  سيدي sidi حبيتك habbaytak تعبت taibt مشتاق mushtaq زعلان zaalan فرحان farhan تعبان taban سهرانين sahranin
  اسمر asmar شقرا shaqra بيضا bayda حمرا hamra خضرا khadra بدوي badawi عبدالوهاب abdulwahab وهاب wahhab
  قدير qadir قادر qadir جبران jubran درويش darwish خليل khalil خليفة khalifa سلطانة sultana صالح salih
  ناصر nasir نصر nasr نبيل nabil جورج george ايهاب ihab بهاء baha هبة heba دينا dina رنا rana ريم rim لينا lina
  مايا maya نادية nadia ندى nada سهام siham عفاف afaf جنات jannat سلوى salwa شادية shadia فايزة fayza
  وردية wardia نفس nafs معشوق mashuq طلاق talaq شعر shir شاعر shair دفتر daftar قلم qalam صلح sulh مسجد masjid
  ساحل sahil طوفان tufan حرف harf صبر sabr زهرا zahra الهام ilham وداع wadaa حمزه hamza بلال bilal خط khatt
  رسم rasm نظم nazm اشرف ashraf انقلاب inqilab نعمان numan تصور tasawwur عارفه arifa مرزا mirza
  `,
);

export const PERSIAN_WORDS: readonly ListedWord[] = pairs(
  `
  محمد mohammad محمدرضا mohammadreza محمود mahmud احمد ahmad حسن hasan حسین hosein علی ali علیرضا alireza
  رضا reza مهدی mehdi مجید majid محسن mohsen مسعود masud منصور mansur مهران mehran مهرداد mehrdad پیمان peyman
  امید omid امیر amir ایرج iraj بابک babak بهرام bahram بهزاد behzad پرویز parviz جمشید jamshid حامد hamed
  حبیب habib حمید hamid خسرو khosro سعید saeid سیاوش siavash سینا sina شاهین shahin شهرام shahram
  شهریار shahryar شادمهر shadmehr فرامرز faramarz فرهاد farhad فریدون fereydun کامران kamran کوروش kurosh
  معین moein همایون homayun هومن human یاسر yaser نوید navid ابی ebi اندی andi گوگوش gugush هایده hayedeh
  مهستی mahasti حمیرا homeyra لیلا leila مرضیه marzieh دلکش delkash پروین parvin سیما sima شهره shohreh
  شیرین shirin مریم maryam نرگس narges ستاره setareh سوگند sogand بنان banan شجریان shajarian ناظری nazeri
  نامجو namjoo قربانی ghorbani عقیلی aghili قمیشی ghomeyshi اقبالی eghbali خواجه khajeh امیری amiri
  موسوی mousavi پهلوی pahlavi صادقی sadeghi علیزاده alizadeh یگانه yeganeh چاوشی chavoshi خواننده khanande
  کلهر kalhor لطفی lotfi مشکاتیان meshkatian عارف aref ویگن vigen داریوش dariush من man تو to او u ما ma
  شما shoma آنها anha این in آن an که ke را ra از az با ba به be تا ta در dar بر bar برای baraye بی bi یا ya
  هم ham نه na چه che کی ki کجا koja چرا chera چون chon اگر agar هر har هیچ hich همه hame دیگر digar هنوز hanuz
  همیشه hamishe باز baz بعد bad قبل ghabl امشب emshab امروز emruz فردا farda دیروز diruz شب shab روز ruz
  صبح sobh سحر sahar دل del دلم delam دلت delat عشق eshgh عشقم eshgham عاشق ashegh عاشقم ashegham
  عاشقانه asheghane یار yar جان jan جانم janam جانا jana عزیز aziz عزیزم azizam قلب ghalb قلبم ghalbam
  قلبها ghalbha چشم cheshm چشمات cheshmat چشمان cheshman چشمای cheshmaye نگاه negah لب lab دست dast
  دستات dastat موی muye روی ruye بوی buye سوی suye کوی kuye اشک ashk خنده khande گریه gerye گل gol گلم golam
  گلها golha سرخ sorkh لاله lale یخ yakh باران baran بارون barun برف barf باد bad آب ab آتش atash دریا darya
  آسمان aseman خورشید khorshid ماه mah مهتاب mahtab زمین zamin خاک khak کوه kuh دشت dasht باغ bagh درخت derakht
  جنگل jangal پرنده parande کبوتر kabutar بهار bahar تابستان tabestan پاییز payiz زمستان zemestan سال sal
  نوروز nowruz عید eyd خانه khane خونه khune شهر shahr کوچه kuche خیابان khiaban پنجره panjere راه rah
  سفر safar مسافر mosafer غریبه gharibe غریب gharib وطن vatan ایران iran تهران tehran شیراز shiraz
  اصفهان esfahan زندگی zendegi مرگ marg دنیا donya خدا khoda خداحافظ khodahafez سلام salam تنها tanha
  تنهایی tanhaei غم gham غمگین ghamgin شاد shad شادی shadi درد dard رنج ranj خواب khab رویا roya آرزو arezu
  خاطره khatere خاطرات khaterat یاد yad یادت yadet گذشته gozashte قصه ghesse ترانه tarane آواز avaz ساز saz
  صدا seda صدای sedaye آهنگ ahang رقص raghs شراب sharab مست mast مستی masti ساقی saghi بیا bia برو boro
  بمان beman نرو naro نکن nakon بکن bekon بگو begu مگو magu ببوس bebus می mi است ast نیست nist هست hast
  هستم hastam بود bud شد shod گفت goft گفتم goftam رفت raft رفتی rafti دارم daram داری dari ندارم nadaram
  میخوام mikham نمیدانم nemidanam گرفته gerefte شکسته shekaste مرا mara ترا tora مادر madar پدر pedar
  دختر dokhtar پسر pesar مرد mard زن zan بچه bache دوست dust دوستت dustat گروه goruh پرواز parvaz معجزه mojeze
  سلطان soltan شاه shah ملکه maleke فرشته fereshte دیوانه divane پروانه parvane شمع sham آینه ayene سایه saye
  نور nur سیاه siah سفید sefid سبز sabz آبی abi زرد zard نقش naghsh الهه elahe ناز naz نازنین nazanin
  لیلی leyli مجنون majnun گنجشک gonjeshk خوش khosh خوب khub بد bad زیبا ziba جدا joda جدایی jodaei بهشت behesht
  عمر omr مهر mehr مهربان mehraban وفا vafa بت bot صنم sanam ای ey بهت behet بگم begam نگو nagu عروسک arusak
  حس hes پل pol سنگ sang شهزاده shahzade مثل mesle وقتی vaghti ظفر zafar محبت mohabbat دلبر delbar پریا pariya
  شقایق shaghayegh مرغ morgh نفس nafas نفسم nafasam حریص haris معشوق mashugh طلاق talagh آخرین akharin
  اولین avvalin سوغاتی soghati کویر kavir رگبار ragbar عیدی eydi کارون karun پرستو parastu بلبل bolbol
  قناری ghanari غزل ghazal شعر sher شاعر shaer نامه name دفتر daftar قلم ghalam مدرسه madrese کودک kudak
  کودکی kudaki جوانی javani پیر pir سرنوشت sarnevesht تقدیر taghdir قسمت ghesmat عادت adat حسرت hasrat
  وداع veda اسیر asir زندان zendan آزادی azadi انقلاب enghelab جنگ jang صلح solh مسجد masjed میخانه meykhane
  ساحل sahel موج moj طوفان tufan رود rud چشمه cheshme مه meh ابر abr ابری abri تگرگ tagarg رنگ rang
  رنگین rangin کمان kaman مخمل makhmal ابریشم abrisham حریر harir عطر atr نگار negar نگارم negaram دلدار deldar
  دلبرم delbaram دلتنگ deltang دلتنگی deltangi عاشقی asheghi میگم migam میدونم midunam نمیدونم nemidunam
  میرم miram میری miri میاد miad میشه mishe نمیشه nemishe بودی budi بودم budam نبودی nabudi کجایی kojaei
  بیتاب bitab تشنه teshne گمشده gomshode رفته rafte مانده mande خسته khaste بسته baste شکست shekast سکوت sokut
  فریاد faryad صبر sabr حرف harf حرفای harfaye لبخند labkhand آغوش aghush بوسه buse گیسو gisu ابرو abru
  مژه mozhe قامت ghamat یوسف yusef یعقوب yaghub ابراهیم ebrahim اسماعیل esmaeil فاطمه fatemeh زینب zeynab
  زهرا zahra حسینی hoseini رضایی rezaei احمدی ahmadi کریمی karimi رحیمی rahimi حیدری heydari اکبری akbari
  طالبی talebi یزدانی yazdani اصفهانی esfahani شیرازی shirazi تهرانی tehrani خراسانی khorasani شکیلا shakila
  الهام elham نسرین nasrin فرشید farshid فرزاد farzad آرش arash آرمین armin بنیامین benyamin سامان saman
  کیوان keyvan حجت hojjat اشرف ashraf معروفی maroufi روزبه ruzbeh
  `,
);

export const URDU_WORDS: readonly ListedWord[] = pairs(
  `
  نصرت nusrat فتح fateh علی ali خان khan راحت rahat عاطف atif اسلم aslam ظفر zafar حسن hassan مہدی mehdi
  نور noor جہاں jahan غلام ghulam عابدہ abida پروین parveen صنم sanam ماروی marvi اقبال iqbal بانو bano
  فریدہ farida خانم khanum سجاد sajjad اللہ allah محمد muhammad احمد ahmad جنید junaid جمشید jamshed
  شہزاد shehzad رفیع rafi استاد ustad میاں mian صابری sabri حدیقہ hadiqa کیانی kiani پاکستان pakistan
  لاہور lahore کراچی karachi اردو urdu پنجاب punjab میں main ہم hum تم tum تو tu آپ aap وہ woh یہ yeh میرا mera
  میری meri میرے mere تیرا tera تیری teri تیرے tere ہمارا hamara تمہارا tumhara تمہاری tumhari تمہیں tumhein
  مجھے mujhe مجھ mujh تجھے tujhe تجھ tujh اس us اسے use کا ka کی ki کے ke کو ko سے se نے ne پر par تک tak
  ہے hai ہیں hain ہوں hoon ہو ho تھا tha تھی thi تھے the گا ga گی gi گے ge نہیں nahin نہ na کیا kya کیوں kyun
  کون kaun کہاں kahan کب kab جب jab اب ab پھر phir بھی bhi ہی hi جو jo جس jis کہ ke اور aur یا ya اگر agar
  دل dil جان jaan جاناں janaan عشق ishq محبت mohabbat پیار pyar چاہت chahat وفا wafa بے be یار yaar دوست dost
  سجن sajan ساجن sajan محبوب mehboob زندگی zindagi دنیا duniya دن din رات raat شام shaam صبح subah چاند chand
  سورج suraj ستارہ sitara تارے taare آسمان aasman زمین zameen بارش barish بادل badal ہوا hawa پانی pani
  دریا darya سمندر samandar ساون sawan پھول phool کلی kali باغ bagh بہار bahar خوشبو khushboo آنکھ aankh
  آنکھیں aankhein آنسو aansoo ہونٹ honth زلف zulf چہرہ chehra نظر nazar خواب khwab خیال khayal یاد yaad
  یادیں yaadein درد dard غم gham خوشی khushi تنہا tanha تنہائی tanhai جدائی judai انتظار intezar آرزو arzoo
  تمنا tamanna دعا dua خدا khuda رب rab مولا maula سجدہ sajda مست mast قلندر qalandar دما dama دم dam گھر ghar
  راستہ raasta سفر safar منزل manzil شہر shehar گلی gali دیوانہ deewana دیوانگی deewangi پردیسی pardesi
  اجنبی ajnabi بچے bachay لڑکی larki لڑکا larka ماں maa بہن behan بھائی bhai گیت geet غزل ghazal نغمہ naghma
  قوالی qawwali پسوڑی pasoori جھوم jhoom جھیل jheel دھوپ dhoop ایک ek دو do تین teen سب sab کچھ kuch بہت bohat
  آج aaj کل kal کبھی kabhi ہمیشہ hamesha بن bin پاس paas ساتھ saath دور door پیچھے peechay آگے aagay بھر bhar
  دیکھیں dekhein دیکھ dekh دیکھا dekha آ aa آیا aaya جا ja جانا jaana جانے jaane آئے aaye گیا gaya سن sun
  بول bol چل chal رہا raha رہے rahe رہی rahi کر kar کرو karo کریں karein لے le دے de سکتا sakta چلے chale
  لاگے laage مٹی mitti وطن watan سلام salaam مبارک mubarak عید eid رنگ rang دلبر dilbar عاشقی aashiqui
  عاشق aashiq معشوق mashooq حسین hussain زہرا zahra فاطمہ fatima عثمان usman فیصل faisal شفقت shafqat
  امانت amanat حمزہ hamza عمیر umair نعمان noman بلال bilal سعید saeed عارفہ arifa ثنا sana زیب zeb ہانیہ hania
  میشا meesha شفیع shafi تصور tasavvur سلطان sultan رنگیلا rangeela سانول sanwal ڈھول dhol ڈھولا dhola
  ماہی mahi ماہیا mahiya رانجھا ranjha ہیر heer سسی sassi پنوں punnu مرزا mirza صاحباں sahiban لال laal
  جگنی jugni بلھے bulleh شاہ shah سئیں saeen چرخہ charkha گوری gori سجنا sajna بلبل bulbul کوئل koel
  پنچھی panchhi تتلی titli ہرن hiran شیر sher شعر sher نظم nazm رہ reh رہو raho سنو suno سنا suna کہو kaho
  کہا kaha کہنا kehna دیکھو dekho دیکھنا dekhna آؤ aao جاؤ jao آئی aayi گئی gayi لگا laga لگی lagi ملا mila
  ملے mile ملیں milein بنا bana بنے bane چھوڑ chhor چھوٹا chhota بڑا bara بڑی bari پہلا pehla پہلی pehli
  آخری aakhri نیا naya نئی nayi پرانی purani اچھا acha اچھی achi برا bura سچ sach سچی sachi جھوٹ jhoot
  جھوٹا jhoota کھو kho کھویا khoya سویا soya رویا roya ہنسی hansi آواز awaaz خاموشی khamoshi تصویر tasveer
  آئینہ aaina کتاب kitab خط khat پیغام paigham رسم rasm رواج rawaj شادی shaadi دلہن dulhan دلہا dulha
  مہندی mehndi چوڑی choori جھمکا jhumka کاجل kajal بندیا bindiya گھنگھرو ghunghroo
  `,
);

export const HEBREW_WORDS: readonly ListedWord[] = pairs(
  `
  אבא aba אמא ima ילדה yalda ילד yeled ילדים yeladim שבת shabbat שלום shalom ברוך baruch ברוכה brucha הבא haba
  מזל mazal טוב tov טובה tova סתיו stav שרה sara ישראל yisrael ירושלים yerushalayim שמים shamayim
  שמיים shamayim מים mayim חיים chaim חיי chayai חייה chayeha לילה layla יום yom בוקר boker ערב erev
  צהריים tzohorayim בית bayit הבית habayit ביתי beiti דלת delet חלון chalon רחוב rechov עיר ir הכל hakol
  הכול hakol כל kol כלום klum משהו mashehu מישהו mishehu אף af פעם paam תמיד tamid עכשיו achshav אתמול etmol
  היום hayom מחר machar אני ani אתה ata את at אנחנו anachnu הוא hu היא hi הם hem הן hen אותי oti אותך otach
  אותו oto אותה ota אותנו otanu שלי sheli שלך shelcha שלו shelo שלה shela שלנו shelanu לי li לך lach לו lo
  לא lo כן ken אין ein יש yesh זה ze זאת zot זו zo מה ma מי mi איך eich איפה eifo מתי matai למה lama כמה kama
  אולי ulai רק rak גם gam עם im על al אל el עד ad של shel בלי bli בלעדיך biladecha אחרי acharei לפני lifnei
  בין bein תחת tachat מול mul ליד leyad אצל etzel כמו kmo אבל aval או o כי ki אם im אז az פה po שם sham כאן kan
  לב lev ליבי libi לבי libi לבד levad אהבה ahava אהבת ahavat אהבתי ahavti אוהב ohev אוהבת ohevet אהוב ahuv
  אהובי ahuvi אהובה ahuva אהובתי ahuvati נשמה neshama נשמתי nishmati עולם olam העולם haolam שמש shemesh
  ירח yareach כוכב kochav כוכבים kochavim רוח ruach גשם geshem שלג sheleg ענן anan עננים ananim ים yam חול chol
  גל gal גלים galim הר har הרים harim נהר nahar מדבר midbar ארץ eretz ארצי artzi אדמה adama עץ etz עצים etzim
  פרח perach פרחים prachim ורד vered שושנה shoshana גן gan גנים ganim דרך derech הדרך haderech דרכים drachim
  שביל shvil ציפור tzipor ציפורים tziporim פרפר parpar כלב kelev חתול chatul סוס sus אריה aryeh דוב dov דג dag
  יונה yona אש esh מלך melech מלכה malka נסיכה nesicha נסיך nasich מלאך malach אלוהים elohim אדוני adonai
  השם hashem תורה tora תפילה tfila תודה toda בבקשה bevakasha סליחה slicha אמן amen הללויה haleluya קדוש kadosh
  שיר shir שירים shirim שירה shira מנגינה mangina מוזיקה muzika ריקוד rikud לרקוד lirkod רוקדת rokedet
  רוקדים rokdim לשיר lashir שר shar שרים sharim חבר chaver חברה chavera חברים chaverim אח ach אחי achi
  אחות achot אבי avi אמי imi בן ben בת bat בני bnei בנות banot איש ish אישה isha אשה isha נשים nashim אדם adam
  אדון adon גבר gever גברים gvarim נער naar נערה naara ילדות yaldut יד yad ידיים yadayim עין ayin
  עיניים einayim עיני einai עינייך einayich פנים panim ראש rosh שפתיים sfatayim שיער sear דם dam גוף guf
  קול kol קולות kolot מילה mila מילים milim שקט sheket רעש raash אור or אורות orot חושך choshech צל tzel
  צבע tzeva צבעים tzvaim לבן lavan לבנה levana שחור shachor שחורה shchora אדום adom כחול kachol ירוק yarok
  צהוב tzahov זהב zahav כסף kesef יפה yafe יפות yafot יפים yafim גדול gadol גדולה gdola קטן katan קטנה ktana
  חדש chadash חדשה chadasha ישן yashan עצוב atzuv עצובה atzuva שמח sameach שמחה simcha לבדי levadi
  ביחד beyachad יחד yachad אחד echad אחת achat שניים shnayim שתיים shtayim שתי shtei שלוש shalosh ארבע arba
  חמש chamesh שש shesh שבע sheva שמונה shmone תשע tesha עשר eser ראשון rishon אחרון acharon אחרונה achrona
  אחר acher אחרת acheret מלחמה milchama חופש chofesh חופשי chofshi חלום chalom חלומות chalomot זיכרון zikaron
  זמן zman שעה shaa רגע rega שנה shana שנים shanim הולדת huledet קיץ kayitz חורף choref אביב aviv לאן lean
  בואי boi בוא bo הולך holech הולכת holechet רוצה rotze יודע yodea יודעת yodaat חושב choshev אומר omer
  אומרת omeret עושה ose בוכה boche צוחק tzochek חולם cholem מחכה mechake נשאר nishar נגמר nigmar נולד nolad
  חזור chazor תחזור tachzor לחזור lachzor תגידי tagidi תני tni קח kach דמעה dima דמעות dmaot כאב keev
  געגוע gaagua געגועים gaaguim אמת emet שקר sheker תקווה tikva שלווה shalva גורל goral מקום makom קצת ktzat
  הרבה harbe יותר yoter נגב negev גליל galil חיפה cheifa יפו yafo אילת eilat כנרת kineret ירדן yarden
  ציון tzion תל tel ישראלי yisraeli דוד david דודו dudu משה moshe אברהם avraham יצחק yitzchak יעקב yaakov
  יוסף yosef שלמה shlomo אהרן aharon שמואל shmuel דניאל daniel רפאל refael גבריאל gavriel מיכאל michael
  אליהו eliyahu ישי yishai יהודה yehuda יהודית yehudit בנימין binyamin נתן natan יונתן yonatan יהונתן yehonatan
  עומר omer אייל eyal עידן idan אסף asaf אמיר amir אלון alon אילן ilan איתן eitan ארז erez גיא guy גלי gali
  דן dan דנה dana דור dor דורון doron זהבה zehava חנן chanan חנה chana טל tal יאיר yair יובל yuval יואב yoav
  ירדנה yardena כרמי karmi ליאור lior לאה lea מיכל michal מירי miri מרים miriam נועה noa נועם noam נעמי naomi
  נורית nurit ניר nir עדי adi עדן eden עופר ofer ענת anat עפרה ofra ערן eran פנינה pnina צביקה tzvika
  צופית tzufit קרן keren רוני roni רונית ronit רות rut רחל rachel רינה rina רן ran רם ram שי shai שירי shiri
  שלומי shlomi שמעון shimon שמר shemer שרון sharon שרית sarit תמר tamar אסתר ester אביגיל avigail אבנר avner
  אורי uri אורית orit אורנה orna אלי eli אריק arik אריאל ariel בועז boaz ברי bari ברק barak גידי gidi גדי gadi
  הדר hadar הדס hadas זוהר zohar חוה chava מאיר meir מוש mosh נחום nachum סשה sasha עוזי uzi עמיר amir
  עמית amit ריטה rita שולי shuli כהן kohen לוי levi מזרחי mizrachi פרץ peretz ביטון biton אזולאי azulai
  אדלר adler איינשטיין einstein אלברשטיין alberstein ארגוב argov בנאי banai גולן golan גפן gefen דאיה daya
  חנוך chanoch חדד hadad טסה tasa לביא lavi לידר lider מלמד melamed עטרי atari פיק pick צח tzach קירל kirel
  רביץ ravitz רזאל razel רייכל raichel שבן shaban שוואקי shwekey שרף sharaf תעסה taasa ארי ari גושן goshen
  הנה hine יהודי yehudi עברי ivri משיח mashiach לילות leilot לבנים levanim בלדה balada שוטר shoter רקפת rakefet
  מצחך mitzchech מיתר meitar איתי iti איתך itach אתכם etchem ימים yamim הביתה habayta בגדים bgadim כביסה kvisa
  מסיבה mesiba סוף sof עושים osim עשית asita בתוך betoch אליך elecha אלייך elayich אליי elai ממני mimeni
  ממך mimcha בשבילך bishvilcha בשבילי bishvili כשאת ksheat כשאני kshani שאת sheat שאתה sheata שאני sheani
  אפשר efshar צריך tzarich צריכה tzricha יכול yachol יכולה yechola היה haya הייתי hayiti היית hayit תהיה tihye
  יהיה yihye נהיה nihye לחיות lichyot לאהוב leehov למות lamut לישון lishon ללכת lalechet לבוא lavo לראות lirot
  לשמוע lishmoa לדעת ladaat לצחוק litzchok לבכות livkot לעוף lauf עפים afim רצה ratza ראיתי raiti שמעתי shamati
  הלכתי halachti באתי bati נשבע nishba מבטיח mavtiach בטוח batuach משוגע meshuga משוגעת meshugaat מטורף metoraf
  כפרה kapara מאמי mami מותק motek נשיקה neshika נשיקות neshikot חיבוק chibuk ריח reach טעם taam חוף chof
  חופים chofim סירה sira ספינה sfina רכבת rakevet כביש kvish מכתב michtav מכתבים michtavim תמונה tmuna
  תמונות tmunot סיפור sipur ספר sefer עיתון iton שאלה sheela תשובה tshuva בעיה beaya פחד pachad כוח koach
  אומץ ometz חיוך chiyuch צחוק tzchok בכי bechi גיבור gibor חייל chayal חיילים chayalim צבא tzava מדינה medina
  עמי ami גבול gvul שדה sade שדות sadot כרם kerem זית zayit רימון rimon תפוח tapuach דבש dvash חלב chalav
  לחם lechem יין yayin קפה kafe סוכר sukar סבא saba סבתא savta תינוק tinok ילדותי yalduti נעורים neurim
  זקן zaken רופא rofe מורה more תלמיד talmid שכן shachen שכונה shchuna כפר kfar קיבוץ kibutz שוק shuk
  חנות chanut מדרגות madregot גג gag קיר kir שמיכה smicha מיטה mita כיסא kise שולחן shulchan מעל meal
  סביב saviv קדימה kadima אחורה achora למעלה lemala למטה lemata רחוק rachok קרוב karov חזק chazak חזקה chazaka
  חלש chalash מתוק matok מתוקה metuka מר mar קר kar חם cham רע ra רעה raa נכון nachon שלם shalem מלא male
  ריק reik פשוט pashut מיוחד meyuchad אמיתי amiti אמיתית amitit שיגעון shigaon מסע masa סערה seara רעם raam
  קשת keshet טיפה tipa טיפות tipot שקיעה shkia זריחה zricha שחר shachar כלה kala חתן chatan חתונה chatuna
  חג chag פסח pesach פורים purim חנוכה chanuka כיפור kipur סוכות sukot שנת shnat כך kach שחורים shchorim
  גדולים gdolim קטנים ktanim
  `,
);

export const THAI_WORDS: readonly ListedWord[] = `
  รัก ฉัน เธอ เขา เรา คุณ ผม ดิฉัน ข้า เอ็ง มัน ใคร อะไร เมื่อไหร่ เมื่อไร ทำไม ยังไง เท่าไร ที่ ซึ่ง อัน และ
  หรือ แต่ ถ้า หาก เพราะ จึง ก็ เลย แล้ว ยัง อยู่ ไป มา ไม่ ใช่ ได้ ให้ เป็น มี คือ จะ กำลัง เคย ต้อง ควร อยาก
  อาจ คง น่า ห้าม กับ ของ ใน บน ใต้ นอก ข้าง หน้า หลัง จาก ถึง สู่ เพื่อ โดย ด้วย ตาม ระหว่าง เหมือน อย่าง
  เพียง แค่ เท่านั้น กว่า มาก น้อย หลาย ทุก บาง ทั้ง หมด คน ใจ หัวใจ ตา มือ ปาก แขน ขา ตัว ร่าง กาย ชีวิต วัน
  คืน เดือน ปี เวลา พรุ่งนี้ เมื่อวาน เช้า สาย เที่ยง บ่าย เย็น ค่ำ ดึก ตะวัน ดวง จันทร์ ดาว ฟ้า ท้องฟ้า เมฆ ฝน
  ลม หมอก หิมะ แดด ร้อน หนาว ทะเล น้ำ คลื่น ทราย หาด ฝั่ง เรือ เกาะ ภูเขา ป่า ไม้ ดอก กุหลาบ ใบไม้ หญ้า ทุ่ง นา
  ดิน หิน ไฟ แสง สว่าง มืด เงา สี แดง ขาว ดำ เขียว เหลือง ชมพู ม่วง ทอง เงิน บ้าน ห้อง ประตู ถนน ทาง เมือง กรุง
  กรุงเทพ ไทย ลาว อีสาน เหนือ โลก สวรรค์ นรก วัด พระ เทวดา นางฟ้า ผี แม่ พ่อ พี่ น้อง ลูก ปู่ ย่า ยาย เพื่อน
  แฟน ผู้ชาย ผู้หญิง เด็ก สาว หนุ่ม ครู นักเรียน โรงเรียน ทหาร กิน ดื่ม นอน หลับ ตื่น ฝัน เดิน วิ่ง นั่ง ยืน
  บิน ว่าย ขับ ขี่ พูด บอก ถาม ตอบ ฟัง ดู มอง เห็น อ่าน เขียน คิด รู้ รู้จัก รู้สึก จำ ลืม เชื่อ หวัง กลัว โกรธ
  เกลียด ชอบ ยิ้ม หัวเราะ ร้องไห้ ร้อง เพลง เต้น เล่น ทำ งาน เรียน สอน ซื้อ ขาย รับ เอา วาง เปิด ปิด เริ่ม จบ
  หยุด รอ คอย กลับ เข้า ออก ขึ้น ลง ผ่าน ข้าม หนี หา เจอ พบ ลา ทิ้ง ปล่อย กอด จูบ จับ ถือ อุ้ม ช่วย ดูแล เลือก
  เปลี่ยน แปลง สร้าง ทำลาย ตาย เกิด ใช้ เกี่ยว สวย งาม หล่อ ดี เลว ใหญ่ เล็ก สูง เตี้ย ยาว สั้น ใกล้ ไกล เร็ว
  ช้า ใหม่ เก่า แก่ ง่าย ยาก จริง ปลอม เหงา เศร้า สุข ทุกข์ สบาย เจ็บ ปวด เหนื่อย หิว อิ่ม เมา บ้า โสด เดียว
  กัน เอง สุดท้าย แรก ก่อน ตลอด เสมอ บ่อย อีก ครั้ง ที หน หนึ่ง สอง สาม สี่ ห้า หก เจ็ด แปด เก้า สิบ ร้อย พัน
  หมื่น แสน ล้าน ความ ความลับ การ คำ เสียง ภาพ รูป เรื่อง จดหมาย สัญญา ขอ ขอโทษ ขอบคุณ สวัสดี ยินดี รถ
  เครื่องบิน รถเมล์ จักรยาน โทรศัพท์ หนัง หนังสือ ข้าว เหล้า เบียร์ กาแฟ ชา ขนม มะม่วง ส้ม แตงโม หมา แมว นก ปลา
  ช้าง เสือ ม้า ควาย งู หมู ไก่ สนิท อกหัก สงกรานต์ นะ ครับ ค่ะ คะ สิ ล่ะ เถอะ หรอก จ้า นี้ นั้น โน้น นี่ นั่น
  ไหน ตรงนี้ ตรงนั้น สุด ตก ศุกร์ เสาร์ อาทิตย์ เกิน พอ ไหม มั้ย ว่า หาย คู่ แท้ จน กลาง ชั่ว สลาย นิรันดร์
  อดีต อนาคต ปัจจุบัน สัก รอย ยาม แผล ซ้ำ ซ้ำๆ ทน ไหว ຮັກ ຂ້ອຍ ເຈົ້າ ເຮົາ ລາວ ເຂົາ ໃຜ ຫຍັງ ໃສ ບໍ່ ແລະ ກັບ ແຕ່
  ຢູ່ ໄປ ມາ ມີ ເປັນ ໃຫ້ ໄດ້ ຢາກ ຈະ ແລ້ວ ຍັງ ນີ້ ນັ້ນ ຄົນ ໃຈ ຫົວໃຈ ຕາ ມື ວັນ ຄືນ ເດືອນ ປີ ເມືອງ ບ້ານ ເຮືອນ ທາງ
  ນ້ຳ ນໍ້າ ຂອງ ແມ່ ພໍ່ ອ້າຍ ເອື້ອຍ ນ້ອງ ສາວ ບ່າວ ດອກ ຈຳປາ ຟ້າ ຝົນ ດາວ ຈັນ ຄິດ ຮອດ ສະບາຍດີ ຂອບໃຈ ດີ ງາມ ຫຼາຍ ເພງ
  ລຳ ວົງ ຟ້ອນ ຊີວິດ ຄວາມ ໂຊກດີ ປີໃໝ່ ຫຼວງ ພະບາງ ວຽງຈັນ ໂຂງ ແກ້ວ ອອກ ເຂົ້າ ไร สั่ง ก้อน แห่ง เจ้า หญิง ชาย ขวัญ
  แตก ต่าง ฤดู โทร ผิด ถูก แนน ประเทศ นิทาน แอบ เรียก ชื่อ นาม บุญ บาป กรรม ธรรม พุทธ วิญญาณ ปีศาจ มนุษย์ มังกร
  ราชา ราชินี ดาบ ปืน สงคราม สันติ อิสระ เสรี ชาติ แผ่นดิน ธง สนาม กำแพง สะพาน แพ ท่า ตลาด ร้าน โรงแรม
  โรงพยาบาล สถานี มหาวิทยาลัย ดนตรี กลอง กีตาร์ ไวโอลิน แคน พิณ รำ ลำ ลำเพลิน หมอ เสื้อ กางเกง หมวก รองเท้า
  กระเป๋า แว่น แหวน สร้อย นาฬิกา กระจก โต๊ะ เก้าอี้ เตียง ผ้า ด้าย เข็ม มีด ช้อน จาน ชาม แก้ว ขวด กล่อง กุญแจ
  เทียน โคม ตะเกียง เส้น ปลาย ต้น กิ่ง ราก เปลือก ผล เมล็ด สวน ไร่ ข้าวเหนียว ส้มตำ นม เนื้อ ไข่ พริก เกลือ
  น้ำตาล หวาน ขม เปรี้ยว เค็ม เผ็ด หอม เหม็น นุ่ม แข็ง เบา หนัก เงียบ ดัง สงบ วุ่นวาย สับสน มั่นใจ แน่ใจ เสียใจ
  ดีใจ ตกใจ เต็มใจ ตั้งใจ สนใจ ไว้ใจ ทรยศ หลอก โกหก อภัย ยกโทษ อ้อน วอน ภาวนา อธิษฐาน ศรัทธา โชค ชะตา พรหม
  ลิขิต เคียง ใกล้ชิด ห่าง แยก เลิก ง้อ งอน หึง หวง ห่วง ห่วงใย เพ้อ ละเมอ ลอย ล่อง ร่วง โรย หล่น หลุด พัง ทลาย
  แหลก ช้ำ บอบช้ำ ทรมาน สะอื้น ปลอบ โอบ ซบ ไหล่ ตัก อก เอว แก้ม จมูก หู คิ้ว เล็บ เลือด กระดูก ผิว ชั้น ญาติ
  ป้า ลุง น้า อา หลาน เหลน สะใภ้ เขย เมีย ผัว สามี ภรรยา กิ๊ก ชู้ โสเภณี นางงาม ดารา นักร้อง นักเลง คนจน คนรวย
  เศรษฐี ขอทาน ชาวนา กรรมกร ตำรวจ โจร
`
  .trim()
  .split(/\s+/)
  .map((word) => [word, '']);
