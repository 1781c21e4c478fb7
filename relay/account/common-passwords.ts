/**
 * The passwords of 8 characters and more that are most common in leaks, and so guessed first. NIST SP
 * 800-63B section 5.1.1.2 requires that they are rejected.
 */
const COMMON = new Set(
  (
    '12345678 123456789 1234567890 0123456789 987654321 9876543210 87654321 123123123 12341234 11111111 111111111 ' +
    '1111111111 00000000 000000000 0000000000 22222222 55555555 66666666 77777777 88888888 99999999 11223344 ' +
    '112233445566 12344321 123454321 1234554321 12345679 123456789a a123456789 a1234567 abc12345 abcd1234 aa123456 ' +
    'aa12345678 qwerty123 qwerty12 qwerty1234 qwertyui qwertyuiop qwerty123456 1q2w3e4r 1q2w3e4r5t 1qaz2wsx qazwsxedc ' +
    'q1w2e3r4 q1w2e3r4t5 asdfghjk asdfghjkl asdf1234 zxcvbnm1 zxcvbnm123 1234qwer 123qweasd qweasdzxc zaq12wsx ' +
    'password password1 password12 password123 password1234 password! passw0rd p@ssw0rd p@ssword passwort passwort1 ' +
    'letmein1 letmein123 welcome1 welcome123 iloveyou iloveyou1 iloveyou2 iloveyou! sunshine sunshine1 princess ' +
    'princess1 football football1 baseball baseball1 basketball superman superman1 batman123 starwars trustno1 ' +
    'whatever whatever1 computer computer1 internet michelle jennifer jessica1 michael1 charlie1 jordan23 liverpool ' +
    'liverpool1 chelsea1 arsenal1 barcelona manchester monkey123 dragon123 master123 shadow123 admin123 admin1234 ' +
    'administrator changeme changeme1 secret123 test1234 testtest guest123 default1 samsung1 spotify1 spotify123 ' +
    'blink182 butterfly chocolate cheese123 corvette mercedes ferrari1 mustang1 midnight pokemon1 pakistan qwerty1! ' +
    'summer123 winter123 hello123 hellohello freedom1 killer123 marlboro maverick fuckyou1 asshole1 babygirl babygirl1 ' +
    'elephant dolphin1 danielle victoria veronica elizabeth alexander christian cristina fernando gabriela gangster'
  ).split(' '),
);

export function isCommonPassword(password: string, uid: string): boolean {
  const lower = password.toLowerCase();
  return COMMON.has(lower) || lower === uid.toLowerCase();
}
