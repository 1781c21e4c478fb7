/*
 * Runs a program made for Moddable's desktop simulator without its window, on Linux: loads the library, gives it the
 * callbacks that mcsim gives (build/simulators/modules/screen.h in the SDK) and turns the loop.
 *
 *   headless mc.so SECONDS POSTS
 *
 * What the program posts to its window goes to the file POSTS, a message a line; what it traces goes to stdout, and each
 * second what memory is in use after a collection. Ends after SECONDS with 0, or with 70 + the status where the machine
 * aborts (a crash, no memory).
 */
#include "xsAll.h"
#include <dlfcn.h>
#include <malloc.h>
#include "screen.h"

static txScreen *screen;
static GMainLoop *loop;
static guint timer;
static FILE *posts;
static int result;
static void (*collect)(txMachine *);

/* Since the last sample; the library's own counters start from 0 each second, before a turn's end. */
static int collections;
static int counted;
static int stackSlots;

static void count(void)
{
	txMachine *machine = screen->machine;
	int seen = machine->garbageCollectionCount;
	collections += seen < counted ? seen : seen - counted;
	counted = seen;
	if (stackSlots < machine->stackTop - machine->stackPeak)
		stackSlots = (int)(machine->stackTop - machine->stackPeak);
}

static gboolean turn(gpointer unused)
{
	if (!screen->idle)
		return G_SOURCE_CONTINUE;
	count();
	screen->idle(screen);
	count();
	return G_SOURCE_CONTINUE;
}

/*
 * Between two turns of the loop, when no JavaScript runs. Collections are those that the program needed since the last
 * sample; malloc is what this whole process holds, the machine's heaps included.
 */
static gboolean sample(gpointer unused)
{
	txMachine *machine = screen->machine;
	count();
	int needed = collections;
	collect(machine);
	count();
	collections = 0;
	struct mallinfo2 memory = mallinfo2();
	printf("memory: %d %d %d %d %d %d %zu\n", needed, machine->currentHeapCount, machine->maximumHeapCount,
		machine->currentChunksSize, machine->peakChunksSize, stackSlots, memory.uordblks + memory.hblkhd);
	return G_SOURCE_CONTINUE;
}

static gboolean end(gpointer unused)
{
	g_main_loop_quit(loop);
	return G_SOURCE_REMOVE;
}

static void stopTurning(txScreen *unused)
{
	if (timer)
		g_source_remove(timer);
	timer = 0;
}

static void startTurning(txScreen *self, double intervalMs)
{
	stopTurning(self);
	timer = g_timeout_add(intervalMs < 1 ? 1 : (guint)intervalMs, turn, NULL);
}

static void aborted(txScreen *unused, int status)
{
	result = 70 + status;
	g_main_loop_quit(loop);
}

static void posted(txScreen *unused, char *message, int size)
{
	fwrite(message, 1, size > 0 ? (size_t)size : strlen(message), posts);
	fputc('\n', posts);
	fflush(posts);
}

static void pixels(txScreen *unused)
{
}

int main(int count, char **arguments)
{
	if (count != 4) {
		fprintf(stderr, "headless: mc.so SECONDS POSTS\n");
		return 2;
	}
	setvbuf(stdout, NULL, _IOLBF, 0);
	void *library = dlopen(arguments[1], RTLD_NOW);
	if (!library) {
		fprintf(stderr, "headless: %s\n", dlerror());
		return 2;
	}
	txScreenLaunchProc launch = (txScreenLaunchProc)dlsym(library, "fxScreenLaunch");
	posts = fopen(arguments[3], "w");
	/* The library writes a picture behind the record, also for a device that has none. */
	screen = calloc(1, sizeof(txScreen) + 640 * 480 * 4);
	collect = (void (*)(txMachine *))dlsym(library, "fxCollectGarbage");
	if (!launch || !collect || !posts || !screen) {
		fprintf(stderr, "headless: no program in %s, or no room\n", arguments[1]);
		return 2;
	}
	screen->abort = aborted;
	screen->bufferChanged = pixels;
	screen->formatChanged = pixels;
	screen->post = posted;
	screen->start = startTurning;
	screen->stop = stopTurning;
	g_mutex_init(&screen->workersMutex);
	screen->mainThread = g_thread_self();
	loop = g_main_loop_new(NULL, FALSE);
	g_timeout_add_seconds((guint)atoi(arguments[2]), end, NULL);
	launch(screen);
	g_timeout_add(1000, sample, NULL);
	g_main_loop_run(loop);
	fclose(posts);
	return result;
}
