#include "CDigits.h"

const uint8_t swiftlet_digits[1797 * 64 + 1797] = {
#embed "digits.bin"
};
