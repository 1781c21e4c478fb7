/* Runs one XS machine with the fixed memory of a device, driven by frames from the parent process.

   host <chunk bytes> <slot count> <stack count> <computrons per command>

   A frame is a netstring, <length>:<bytes>, on descriptor 3 (in) and 4 (out). Its first byte says what it is.
     s<path>   runs a script file; by path, so that stacks name it (worker.ts maps them on: XS follows one source only)
     ?<bytes>  calls globalThis.handleCommand(ArrayBuffer); what it returns, if an ArrayBuffer, is the reply
     g         collects garbage, so that the reply's figures are those of what lives
     q         ends
     .<JSON>\x01<bytes>  done, with the heap's figures        !<text>  it threw: the error and its stack
   Exits 0 at q and at end of input (the parent is gone), 2 on a broken frame, 10 + XS's status when XS gives up:
   11 memory full, 12 stack overflow, 15 unhandled exception, 16 no more keys, 17 too much computation.

   What XS writes to stderr meanwhile (an unhandled rejection) becomes the response `!`: else it would come too late.

   Sizes and figures count what lies ABOVE the bare machine: its built-ins stand in flash on a device, here in RAM. */
#include "xsAll.h"
#ifdef __APPLE__
	#include <malloc/malloc.h>
	#define block_bytes malloc_size
#else
	#include <malloc.h>
	#define block_bytes malloc_usable_size
#endif

extern void fxRunProgramFile(txMachine* the, txString path);
extern void fxRunLoop(txMachine* the);

#define FRAME_BYTES_MAX (64 * 1024 * 1024)
#define UNUSED_STACK 0xA5
#define PAINTED_SLOTS 8
/* Computrons between two looks at the meter. At 1 a virtual hour took 3.5 s of CPU instead of 3.1 (medians of 7). */
#define METER_INTERVAL 10000
/* Names, symbols and the parser's own buffer are outside the heap on a device (or absent), so they never limit. */
#define PARSER_BYTES (8 * 1024 * 1024)
enum { EXIT_FRAME = 2, EXIT_XS = 10 };

static FILE *fromParent, *toParent;
static int complaints[2]; /* a pipe that takes the place of stderr */
static int parentStderr;
static txU4 computronLimit;
static struct { txSize chunks, slots, stack; } bare;
static struct { long blocks, bytes; } taken; /* from malloc by the engine, and not given back */

static void* note_taken(void* block)
{
	if (block)
		taken.blocks++, taken.bytes += (long)block_bytes(block);
	return block;
}

static void note_given_back(void* block)
{
	if (block)
		taken.blocks--, taken.bytes -= (long)block_bytes(block);
}

void* counted_malloc(size_t size)
{
	return note_taken(malloc(size));
}

void* counted_calloc(size_t count, size_t size)
{
	return note_taken(calloc(count, size));
}

void* counted_realloc(void* block, size_t size)
{
	note_given_back(block);
	return note_taken(realloc(block, size)); /* XS gives up where it fails: that the old block stays counts no more */
}

void counted_free(void* block)
{
	note_given_back(block);
	free(block);
}

static void give_up(txString why)
{
	dprintf(parentStderr, "xs host: %s\n", why);
	c_exit(EXIT_FRAME);
}

static txBoolean may_go_on(txMachine* the, txU4 computrons)
{
	return computrons <= computronLimit;
}

static void host_gc(txMachine* the)
{
	fxCollectGarbage(the);
}

static void host_print(txMachine* the)
{
	txInteger i;
	for (i = 0; i < mxArgc; i++)
		fprintf(stdout, i ? " %s" : "%s", fxToString(the, mxArgv(i)));
	fputc('\n', stdout);
	fflush(stdout);
}

static void define_global(txMachine* the, txString name, txCallback callback)
{
	fxNewHostFunction(the, callback, 0, XS_NO_ID, XS_NO_ID);
	mxPush(mxGlobal);
	fxDefineID(the, fxNewNameC(the, name), XS_NO_FLAG, XS_DONT_ENUM_FLAG);
	mxPop();
}

/* XS keeps a stack peak only in instrumented builds. Painting what is free and looking for the paint tells the same;
   from the used end, since XS borrows the far end as scratch memory to convert numbers and match expressions. */
static txSize stack_peak(txMachine* the)
{
	txByte* at = (txByte*)the->stack;
	size_t painted = 0;
	while (at > (txByte*)the->stackBottom && painted < PAINTED_SLOTS * sizeof(txSlot))
		painted = (txU1)*--at == UNUSED_STACK ? painted + 1 : 0;
	return (txSize)(the->stackTop - (txSlot*)(at + painted));
}

static void paint_stack(txMachine* the)
{
	c_memset(the->stackBottom, UNUSED_STACK, (txByte*)the->stack - (txByte*)the->stackBottom);
}

static txMachine* create(txSize chunkBytes, txSize slotCount, txSize stackCount)
{
	/* In order: chunks, slots (0 = they never grow), stack, keys, name and symbol tables, parser. */
	txCreation creation = { chunkBytes, 0, slotCount, 0, stackCount, 8192, 8192, 1993, 127, PARSER_BYTES, 1993, 0 };
	txMachine* the = fxCreateMachine(&creation, "device", NULL, XS_NO_ID);
	if (!the)
		return NULL;
	the = fxBeginHost(the);
	define_global(the, "gc", host_gc);
	define_global(the, "print", host_print);
	fxCollectGarbage(the);
	fxEndHost(the);
	paint_stack(the);
	return the;
}

/* The caller frees the bytes; NULL at the end of input. One byte more than was sent is there, and 0: paths end in it. */
static txString read_frame(txInteger* length)
{
	txString bytes;
	switch (fscanf(fromParent, "%9d", length)) {
	case EOF: return NULL;
	case 1: break;
	default: give_up("a frame begins with its length");
	}
	if (*length < 1 || *length > FRAME_BYTES_MAX || fgetc(fromParent) != ':')
		give_up("a frame's length is wrong");
	bytes = malloc(*length + 1);
	if (!bytes || fread(bytes, 1, *length, fromParent) != (size_t)*length || fgetc(fromParent) != ',')
		give_up("a frame is cut off");
	bytes[*length] = 0;
	return bytes;
}

static void write_frame(txString head, txString bytes, txInteger length)
{
	fprintf(toParent, "%d:%s", (int)(c_strlen(head) + length), head);
	fwrite(bytes, 1, length, toParent);
	fputc(',', toParent);
	if (fflush(toParent))
		c_exit(0); /* nobody reads any more */
}

static void write_reply(txMachine* the, txString bytes, txInteger length)
{
	char head[512];
	c_snprintf(head, sizeof(head),
		".{\"slots\":%d,\"slotsPeak\":%d,\"slotsMax\":%d,\"chunks\":%d,\"chunksPeak\":%d,\"chunksMax\":%d,"
		"\"stackPeak\":%d,\"keys\":%d,\"mallocBlocks\":%ld,\"mallocBytes\":%ld,\"slotBytes\":%d,\"computrons\":%u}\x01",
		(int)(the->currentHeapCount - bare.slots), (int)(the->peakHeapCount - bare.slots),
		(int)(the->maximumHeapCount - bare.slots), (int)(the->currentChunksSize - bare.chunks),
		(int)(the->peakChunksSize - bare.chunks), (int)(the->maximumChunksSize - bare.chunks),
		(int)(stack_peak(the) - bare.stack), (int)the->keyIndex, taken.blocks, taken.bytes, (int)sizeof(txSlot), (unsigned)the->meterIndex);
	write_frame(head, bytes, length);
}

/* Neither end blocks: a flood beyond the pipe's 64 KB is dropped, and the first lines are the telling ones. */
static void take_stderr(void)
{
	parentStderr = dup(2);
	if (pipe(complaints) || fcntl(complaints[0], F_SETFL, O_NONBLOCK) || fcntl(complaints[1], F_SETFL, O_NONBLOCK)
			|| dup2(complaints[1], 2) < 0)
		give_up("stderr cannot be taken");
}

static txInteger read_complaints(txString buffer, txInteger size)
{
	ssize_t length = read(complaints[0], buffer, size - 1);
	buffer[length > 0 ? length : 0] = 0;
	return length > 0 ? (txInteger)length : 0;
}

static void call_handle_command(txMachine* the, txString bytes, txInteger length)
{
	mxPush(mxGlobal);
	mxPush(mxGlobal);
	fxGetID(the, fxNewNameC(the, "handleCommand"));
	mxCall();
	mxPushUndefined();
	fxArrayBuffer(the, the->stack, bytes, length, -1);
	mxRunCount(1);
	mxPullSlot(mxResult);
}

static void run_command(txMachine* the, txString frame, txInteger length)
{
	txBoolean failed = 0;
	char complaint[4096];
	fxBeginMetering(the, may_go_on, METER_INTERVAL); /* each command has its own allowance */
	fxBeginHost(the);
	{
		mxTry(the) {
			if (frame[0] == 's')
				fxRunProgramFile(the, frame + 1);
			else if (frame[0] == 'g')
				fxCollectGarbage(the);
			else
				call_handle_command(the, frame + 1, length - 1);
		}
		mxCatch(the) {
			failed = 1;
			*mxResult = mxException;
			mxException = mxUndefined;
		}
	}
	fxRunLoop(the); /* until no promise job is left */
	if (read_complaints(complaint, sizeof(complaint)))
		write_frame("!", complaint, (txInteger)c_strlen(complaint));
	else if (failed) {
		txString text;
		mxPushSlot(mxResult);
		if (mxResult->kind == XS_REFERENCE_KIND)
			fxGetID(the, fxNewNameC(the, "stack")); /* begins with the error's own text */
		if (the->stack->kind == XS_UNDEFINED_KIND) /* a thrown thing that is no Error */
			*the->stack = *mxResult;
		text = fxToString(the, the->stack);
		write_frame("!", text, (txInteger)c_strlen(text));
		mxPop();
	}
	else {
		txBoolean isBuffer = 0;
		if (mxResult->kind == XS_REFERENCE_KIND) {
			txSlot* data = mxResult->value.reference->next;
			isBuffer = data && data->kind == XS_ARRAY_BUFFER_KIND;
		}
		if (isBuffer)
			write_reply(the, fxToArrayBuffer(the, mxResult), fxGetArrayBufferLength(the, mxResult));
		else
			write_reply(the, "", 0);
	}
	fxEndHost(the);
}

int main(int argc, char* argv[])
{
	txJump outermost; /* where XS jumps when it gives up; without it, it would jump into nothing */
	txMachine* the;
	char complaint[4096];
	take_stderr();
	if (argc != 5)
		give_up("four numbers are needed: chunk bytes, slot count, stack count, computrons");
	computronLimit = (txU4)c_strtoul(argv[4], NULL, 10);
	fromParent = fdopen(3, "rb");
	toParent = fdopen(4, "wb");
	if (!fromParent || !toParent)
		give_up("descriptors 3 and 4 must be open");
	fxInitializeSharedCluster();
	the = create(4 * 1024 * 1024, 64 * 1024, 4096);
	if (!the)
		give_up("no memory for a bare machine");
	bare.chunks = the->currentChunksSize;
	bare.slots = the->currentHeapCount;
	bare.stack = (txSize)(the->stackTop - the->stack);
	fxDeleteMachine(the);
	the = create(atoi(argv[1]) + bare.chunks, atoi(argv[2]) + bare.slots, atoi(argv[3]) + bare.stack);
	if (!the)
		return EXIT_XS + XS_NOT_ENOUGH_MEMORY_EXIT;
	c_memset(&outermost, 0, sizeof(outermost));
	outermost.stack = the->stack, outermost.scope = the->scope, outermost.frame = the->frame;
	the->firstJump = &outermost;
	if (c_setjmp(outermost.buffer) == 0) {
		txString frame;
		txInteger length;
		while ((frame = read_frame(&length)) && frame[0] != 'q') {
			if (!c_strchr("s?g", frame[0]))
				give_up("a frame begins with s, ?, g or q");
			run_command(the, frame, length);
			/* A bundle's top level has every module's names in one frame, which no device has: its peak is its own. */
			if (frame[0] != '?')
				paint_stack(the);
			free(frame);
		}
		return 0;
	}
	if (read_complaints(complaint, sizeof(complaint)))
		dprintf(parentStderr, "%s", complaint);
	return EXIT_XS + the->abortStatus;
}
