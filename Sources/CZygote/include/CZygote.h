#pragma once

// This library has no interface to call: it is preloaded into a compiler or linker, see zygote.c.
