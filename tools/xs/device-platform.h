/* The platform of the XS sources that npm carries, with strings as a device has them: UTF-8, indexed by code point.
   (mxCESU8 is that package's own choice: it makes '😀'.length 2, as a browser does and no ESP32.) */
#include "xsnapPlatform.h"
#undef mxCESU8
