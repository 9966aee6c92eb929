#pragma once
#include <stdint.h>

enum { swiftlet_digits_count = 1797, swiftlet_digits_side = 8 };

/// 1,797 images of 8x8 pixels (row-major, 0...16), followed by their 1,797 labels (0...9).
///
/// The test part of "Optical Recognition of Handwritten Digits" (E. Alpaydin, C. Kaynak, 1998; UCI Machine Learning
/// Repository, https://doi.org/10.24432/C50P49), licensed under Creative Commons Attribution 4.0 (CC BY 4.0).
extern const uint8_t swiftlet_digits[1797 * 64 + 1797];

/// The same bytes by address, for callers that cannot import so large an array.
static inline const uint8_t *swiftlet_digits_bytes(void) {
    return swiftlet_digits;
}
