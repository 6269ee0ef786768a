// Everything is in the header.
#include "CSquareRoot.h"
