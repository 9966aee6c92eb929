#include "CKernelspec.h"

static const uint8_t logo_32[] = {
#embed "../../kernelspec/logo-32x32.png"
};
static const uint8_t logo_64[] = {
#embed "../../kernelspec/logo-64x64.png"
};
static const uint8_t logo_svg[] = {
#embed "../../kernelspec/logo-svg.svg"
};

static const SwiftletKernelspecFile files[swiftlet_kernelspec_file_count] = {
    {"logo-32x32.png", logo_32, sizeof logo_32},
    {"logo-64x64.png", logo_64, sizeof logo_64},
    {"logo-svg.svg", logo_svg, sizeof logo_svg},
};

const SwiftletKernelspecFile *swiftlet_kernelspec_file_list(void) {
    return files;
}
