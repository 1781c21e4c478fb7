/* The platform of the XS sources that npm carries, with strings as a device has them: UTF-8, indexed by code point.
   (mxCESU8 is that package's own choice: it makes '😀'.length 2, as a browser does and no ESP32.) */
#include <stddef.h>
/* What the engine takes from malloc is counted (host.c): a leak there shows in no figure of the heap. */
extern void* counted_malloc(size_t size);
extern void* counted_calloc(size_t count, size_t size);
extern void* counted_realloc(void* block, size_t size);
extern void counted_free(void* block);
#define c_malloc counted_malloc
#define c_malloc_uint32 counted_malloc
#define c_calloc counted_calloc
#define c_realloc counted_realloc
#define c_free counted_free
#define c_free_uint32 counted_free
#include "xsnapPlatform.h"
#undef mxCESU8
