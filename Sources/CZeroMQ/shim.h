#include <zmq.h>

// ETERM is a sum of constants, which Swift does not import.
static const int swiftlet_zmq_eterm = ETERM;
