#pragma once
#include <stddef.h>
#include <stdint.h>

/// Loops over numbers: the innermost part of every tensor operation.
///
/// Each function that does arithmetic is compiled once per instruction set and chosen when the library is loaded.
/// Shapes and strides are given in elements; outputs are contiguous and row-major unless a parameter says otherwise.

enum { sl_max_rank = 8 };

typedef enum {
    SL_FLOAT32 = 0, SL_FLOAT64 = 1, SL_INT32 = 2, SL_INT64 = 3, SL_UINT8 = 4,
    /// One byte that is 0 or 1.
    SL_BOOL = 5
} sl_dtype;

typedef enum {
    SL_NEGATE, SL_ABS, SL_SIGN, SL_SQUARE, SL_RELU,
    // Those after `SL_RELU` and before `SL_FLOOR` are for floating point only.
    SL_SQRT, SL_RECIPROCAL, SL_EXP, SL_EXPM1, SL_EXP2, SL_LOG, SL_LOG1P, SL_LOG2, SL_LOG10, SL_SIN, SL_COS, SL_TAN,
    SL_ASIN, SL_ACOS, SL_ATAN, SL_SINH, SL_COSH, SL_ASINH, SL_ACOSH, SL_ATANH, SL_TANH, SL_SIGMOID, SL_ERF,
    /// x Φ(x), with the distribution function Φ of the normal distribution.
    SL_GELU,
    SL_FLOOR, SL_CEIL, SL_ROUND, SL_TRUNC,
    /// The bits of integers inverted, "not" of bools.
    SL_NOT
} sl_unary_op;

typedef enum {
    SL_ADD, SL_SUBTRACT, SL_MULTIPLY, SL_POWER, SL_MAXIMUM, SL_MINIMUM,
    /// ⌊x/y⌋, the remainder with the divisor's sign, the remainder with the dividend's.
    SL_FLOOR_DIVIDE, SL_REMAINDER, SL_TRUNCATING_REMAINDER,
    // Floating point only.
    SL_DIVIDE, SL_ATAN2, SL_HYPOT,
    /// g (1 - y²), g y (1 - y) and g [y > 0]: the derivatives of tanh, sigmoid and ReLU in terms of their outputs.
    SL_TANH_GRADIENT, SL_SIGMOID_GRADIENT, SL_RELU_GRADIENT,
    /// g (Φ(x) + x φ(x)) for y the input x: the derivative of GELU.
    SL_GELU_GRADIENT,
    /// max(x, 0) - x y + log(1 + e^-|x|): the cross-entropy of σ(x) and y.
    SL_SIGMOID_CROSS_ENTROPY,
    // Integers and bools only.
    SL_AND, SL_OR, SL_XOR, SL_SHIFT_LEFT, SL_SHIFT_RIGHT,
    // The result is of type bool.
    SL_EQUAL, SL_NOT_EQUAL, SL_LESS, SL_LESS_EQUAL, SL_GREATER, SL_GREATER_EQUAL
} sl_binary_op;

static inline int sl_is_comparison(sl_binary_op op) {
    return op >= SL_EQUAL;
}

typedef enum { SL_SUM, SL_PRODUCT, SL_MAX, SL_MIN } sl_reduce_op;

// memory.c
/// `bytes` of 64-byte-aligned memory, from a free list of its size class when there is one. Never NULL.
void *_Nonnull sl_allocate(size_t bytes);
/// Gives memory of `sl_allocate(bytes)` back.
void sl_release(void *_Nonnull memory, size_t bytes);
/// Bytes that the free lists hold at the moment.
size_t sl_cached_bytes(void);

// parallel.c
/// How many threads share in large operations: the processors that this process may use, or OMP_NUM_THREADS.
int sl_thread_count(void);
void sl_set_thread_count(int count);

// state.c
/// A number larger than every one returned before, in every thread.
uint64_t sl_next_id(void);
/// Whether operations on this thread are recorded.
int sl_gradient_enabled(void);
void sl_set_gradient_enabled(int enabled);
/// The levels of forward mode that this thread follows: those below `limit`, of which `floor` is the innermost.
typedef struct { uint64_t floor, limit; } sl_tangent_scope;
sl_tangent_scope sl_tangents(void);
void sl_set_tangents(sl_tangent_scope scope);
/// Writes `value` like printf's "%#.*f" or "%#.*e" and returns the length.
int sl_format(char *_Nonnull buffer, size_t capacity, int digits, int scientific, double value);

// elementwise.c
void sl_unary_flat(sl_unary_op op, sl_dtype dtype, size_t n, const void *_Nonnull a, void *_Nonnull out);
/// Integers must not be divided by zero nor raised to negative powers; `out` of a comparison holds bools.
void sl_binary_flat(
    sl_binary_op op, sl_dtype dtype, size_t n, const void *_Nonnull a, const void *_Nonnull b, void *_Nonnull out);

// strided.c
void sl_unary(
    sl_unary_op op, sl_dtype dtype, int rank, const intptr_t *_Nonnull dims, const intptr_t *_Nonnull strides,
    const void *_Nonnull a, void *_Nonnull out);
void sl_binary(
    sl_binary_op op, sl_dtype dtype, int rank, const intptr_t *_Nonnull dims, const intptr_t *_Nonnull a_strides,
    const intptr_t *_Nonnull b_strides, const void *_Nonnull a, const void *_Nonnull b, void *_Nonnull out);
/// Copies elements of `size` bytes from one layout to another.
void sl_copy(
    size_t size, int rank, const intptr_t *_Nonnull dims, const intptr_t *_Nonnull a_strides,
    const intptr_t *_Nonnull out_strides, const void *_Nonnull a, void *_Nonnull out);
/// Every element of `out` becomes `element`.
void sl_fill(size_t size, size_t n, const void *_Nonnull element, void *_Nonnull out);
/// `a` where the condition is not 0, else `b`; an operand of step 0 is a single element for all.
void sl_select(
    size_t size, size_t n, const uint8_t *_Nonnull condition, const void *_Nonnull a, int a_step,
    const void *_Nonnull b, int b_step, void *_Nonnull out);
/// out[positions[i]] = a[i]; a step of 0 makes `a` a single element for all.
void sl_put(
    size_t size, size_t n, const int64_t *_Nonnull positions, const void *_Nonnull a, int a_step,
    void *_Nonnull out);
/// Copies the rows at `rows`, each of `bytes` bytes.
void sl_gather_rows(
    size_t bytes, size_t count, const intptr_t *_Nonnull rows, const void *_Nonnull a, void *_Nonnull out);
/// Every row of `out` becomes `a`.
void sl_repeat_row(size_t bytes, size_t rows, const void *_Nonnull a, void *_Nonnull out);
/// How many bytes of `mask` are not 0; their positions in `out`, if there is one.
size_t sl_true_positions(size_t n, const uint8_t *_Nonnull mask, int64_t *_Nullable out);

// convert.c
void sl_convert(sl_dtype from, sl_dtype to, size_t n, const void *_Nonnull a, void *_Nonnull out);

// gemm.c
typedef enum { SL_OPENBLAS, SL_ONEDNN } sl_gemm_backend;
/// Which library multiplies large matrices of float32, if it is there; SWIFTLET_BACKEND=openblas says which to begin with.
sl_gemm_backend sl_gemm_backend_chosen(void);
void sl_set_gemm_backend(sl_gemm_backend backend);
/// A matrix whose rows, or columns if it is transposed, are packed and `leading` elements apart.
typedef struct {
    const void *_Nonnull address;
    size_t rows, columns, leading;
    int is_transposed;
} sl_matrix;
/// out = a · b, or out += a · b, with `out` packed. Floating point only.
void sl_gemm(
    sl_dtype dtype, const sl_matrix *_Nonnull a, const sl_matrix *_Nonnull b, int accumulate, void *_Nonnull out);
/// What OpenBLAS says of itself.
const char *_Nonnull sl_openblas_description(void);

// onednn.c
/// Nothing where Swiftlet was built without oneDNN, or cannot load it.
const char *_Nullable sl_onednn_version(void);

// reduce.c
/// Reduces the axes whose bit is set in `mask`; `out` holds the kept axes in order, as int64 for integers and bools.
/// Maxima of nothing are -infinity or the least int64.
void sl_reduce(
    sl_reduce_op op, sl_dtype dtype, int rank, const intptr_t *_Nonnull dims, const intptr_t *_Nonnull strides,
    uint32_t mask, const void *_Nonnull a, void *_Nonnull out);

// order.c
/// For each row the index of its first largest (or smallest) number, of its first NaN if it has one.
void sl_extreme_positions(
    sl_dtype dtype, int largest, size_t rows, size_t columns, const void *_Nonnull a, int64_t *_Nonnull out);
/// For each element the position of the first extreme up to it, of the first NaN if there is one by then.
void sl_cumulative_extreme_positions(
    sl_dtype dtype, int largest, size_t rows, size_t columns, const void *_Nonnull a, int64_t *_Nonnull out);
/// For each row the order that sorts it, equal numbers in their order. NaN counts as larger than every number.
void sl_sort_positions(
    sl_dtype dtype, int descending, size_t rows, size_t columns, const void *_Nonnull a, int64_t *_Nonnull out);
/// Running sums (or products) of each row; `out` has the type of `a`, which is floating point or int64.
void sl_cumulate_rows(
    sl_dtype dtype, int product, size_t rows, size_t columns, const void *_Nonnull a, void *_Nonnull out);

// rows.c
/// Softmax (or its logarithm) of each row, shifted by the row's maximum.
void sl_softmax_rows(
    sl_dtype dtype, size_t rows, size_t columns, int logarithm, const void *_Nonnull a, void *_Nonnull out);
/// Σ over rows of -log p[row, label] for log-probabilities.
double sl_negative_log_likelihood(
    sl_dtype dtype, size_t rows, size_t columns, const intptr_t *_Nonnull labels, const void *_Nonnull logs);
/// out = (exp(logs) - onehot(labels)) scale
void sl_cross_entropy_gradient(
    sl_dtype dtype, size_t rows, size_t columns, const intptr_t *_Nonnull labels, double scale,
    const void *_Nonnull logs, void *_Nonnull out);
void sl_scatter_add_rows(
    sl_dtype dtype, size_t count, size_t columns, const intptr_t *_Nonnull rows, const void *_Nonnull a,
    void *_Nonnull out);
/// out = a · b for matrices too small to be worth a call into the BLAS, and for int64; strides in elements, `out` packed.
void sl_small_matmul(
    sl_dtype dtype, size_t m, size_t n, size_t k, const void *_Nonnull a, intptr_t a_row, intptr_t a_column,
    const void *_Nonnull b, intptr_t b_row, intptr_t b_column, int accumulate, void *_Nonnull out);

// recurrent.c
typedef enum { SL_RNN_TANH, SL_RNN_RELU, SL_LSTM, SL_GRU } sl_recurrent_cell;
/// A recurrent layer in one direction: `batch` samples of `steps` steps, of which the first `lengths` count if there are any.
typedef struct {
    sl_dtype dtype;
    sl_recurrent_cell cell;
    size_t batch, steps, hidden;
    int is_reversed;
    /// Whether the output holds the cells of an LSTM beside its states, in rows of 2 · hidden.
    int gives_cells;
    const intptr_t *_Nullable lengths;
    /// [gates · hidden, hidden]
    const void *_Nonnull weight;
    /// [hidden]: what a GRU adds to the sums of its last gate with the state, if anything.
    const void *_Nullable bias;
} sl_recurrent;
/// All steps from the states `hidden` and, of an LSTM, `cell`, both [batch, hidden].
///
/// `gates` [batch, steps, gates · hidden] holds the sums with the inputs, and then the gates. For the way back `before` gets
/// the state before each step and `memory`, of LSTM and GRU, the cells after it or the sums of the last gate with the
/// state; both [batch, steps, hidden], if there are any.
void sl_recurrent_forward(
    const sl_recurrent *_Nonnull layer, const void *_Nonnull hidden, const void *_Nullable cell, void *_Nonnull gates,
    void *_Nullable before, void *_Nullable memory, void *_Nonnull out);
/// From the gradient of the output that of the gates' sums, [batch, steps, gates · hidden], and of the first state and cell.
///
/// A GRU has two sums for its last gate, so rows of 4 · hidden: of the last gate's sums with the state, of the first gate, of
/// the second, and of the last gate's sums with the inputs.
void sl_recurrent_gradient(
    const sl_recurrent *_Nonnull layer, const void *_Nullable cell, const void *_Nonnull gates,
    const void *_Nonnull before, const void *_Nullable memory, const void *_Nonnull gradient, void *_Nonnull sums,
    void *_Nonnull hidden_gradient, void *_Nullable cell_gradient);

// batches.c
/// Matrices of a batch, each `offsets` elements from the first; any strides, in elements.
typedef struct {
    void *_Nonnull address;
    const intptr_t *_Nonnull offsets;
    intptr_t row, column;
} sl_matrices;
/// out = a · b for each of `count` pairs of matrices, which had better be small; the rows of `out` are packed. Floating point
/// only.
void sl_multiply_batch(
    sl_dtype dtype, size_t count, size_t m, size_t n, size_t k, const sl_matrices *_Nonnull a,
    const sl_matrices *_Nonnull b, const sl_matrices *_Nonnull out);

// attention.c
/// For each of `count` pairs of matrices [queries, width] and [keys, width] which keys the queries may attend to: those where
/// the mask, if there is one, is not 0, and, if it is causal, query i the keys 0...i.
typedef struct {
    sl_dtype dtype;
    size_t count, queries, keys, width;
    double scale;
    int is_causal;
    const sl_matrices *_Nullable mask;
} sl_attention;
/// The softmax of the products' rows times `scale` over what may be attended to, zeros elsewhere: [count, queries, keys].
void sl_attention_weights(
    const sl_attention *_Nonnull attention, const sl_matrices *_Nonnull query, const sl_matrices *_Nonnull key,
    void *_Nonnull out);
/// From the gradient of the weights, packed as they are, those of queries and keys, whose rows are packed.
void sl_attention_gradient(
    const sl_attention *_Nonnull attention, const sl_matrices *_Nonnull query, const sl_matrices *_Nonnull key,
    const void *_Nonnull weights, const void *_Nonnull gradient, const sl_matrices *_Nullable query_gradient,
    const sl_matrices *_Nullable key_gradient);

// normalize.c
/// Each row less its mean, divided by √(its variance + epsilon), times `weight` plus `bias`, if there are any. What the way
/// back wants is left in `means` and `factors`, one number a row.
void sl_normalize_rows(
    sl_dtype dtype, size_t rows, size_t columns, double epsilon, const void *_Nonnull a, const void *_Nullable weight,
    const void *_Nullable bias, void *_Nonnull out, double *_Nonnull means, double *_Nonnull factors);
/// From the gradient of the output those of what went in, as far as they are wanted.
void sl_normalize_rows_gradient(
    sl_dtype dtype, size_t rows, size_t columns, const void *_Nonnull a, const void *_Nullable weight,
    const double *_Nonnull means, const double *_Nonnull factors, const void *_Nonnull gradient, void *_Nullable out,
    void *_Nullable weight_gradient, void *_Nullable bias_gradient);

// sparse.c
/// out = S · dense for the compressed rows of S: those of row i are `starts[i]..<starts[i + 1]`, with their columns in
/// `positions`; `dense` and `out` have `columns` packed columns. Floating point only.
void sl_csr_matmul(
    sl_dtype dtype, size_t rows, size_t columns, const intptr_t *_Nonnull starts, const intptr_t *_Nonnull positions,
    const void *_Nonnull values, const void *_Nonnull dense, void *_Nonnull out);

// optimize.c
typedef enum { SL_SGD, SL_ADAM, SL_ADAMAX, SL_ADAGRAD, SL_RMSPROP, SL_ADADELTA } sl_optimizer;
/// `beta1` is the factor of what steps keep of their direction: momentum, too. `beta2` is that of the squares, whatever
/// an optimizer calls it. `step` counts from 1.
typedef struct {
    double rate, decay, beta1, beta2, epsilon;
    uint64_t step;
    int nesterov, is_decoupled, is_centered;
} sl_optimizer_settings;
/// One step in one pass: `out` is what becomes of the numbers `w` with the gradient `g`, and the slots, which hold what
/// the optimizer remembers of each number, are changed in place.
void sl_optimize(
    sl_optimizer kind, sl_dtype dtype, size_t n, const sl_optimizer_settings *_Nonnull settings,
    const void *_Nonnull w, const void *_Nonnull g, void *_Nullable slot0, void *_Nullable slot1,
    void *_Nullable slot2, void *_Nonnull out);

// random.c
/// The four numbers of Philox4x32-10 for one counter and key.
void sl_philox(uint64_t key, uint64_t counter_low, uint64_t counter_high, uint32_t *_Nonnull four);
/// Normal numbers between `low` and `high`, each from a block of its own and further ones for what is rejected.
void sl_random_truncated_normal(
    sl_dtype dtype, size_t n, uint64_t key, uint64_t counter, double mean, double deviation, double low, double high,
    void *_Nonnull out);
/// Integers in 0..<bound, each from a block of its own.
void sl_random_below(size_t n, uint64_t key, uint64_t counter, uint64_t bound, int64_t *_Nonnull out);
/// Uniform numbers in [low, high) from the blocks `counter...`; four numbers use one block (two in float64).
void sl_random_uniform(
    sl_dtype dtype, size_t n, uint64_t key, uint64_t counter, double low, double high, void *_Nonnull out);
void sl_random_normal(
    sl_dtype dtype, size_t n, uint64_t key, uint64_t counter, double mean, double deviation, void *_Nonnull out);

// windows.c
/// Windows that slide over planes of height by width, with zeros around them: rows by columns of them for each plane.
/// Every window begins in the padded plane and ends in it.
typedef struct {
    intptr_t planes, height, width, kernel_height, kernel_width, stride_height, stride_width, padding_height,
        padding_width, dilation_height, dilation_width, rows, columns;
} sl_windows;
/// For each plane and place in the window, the elements that stand there in all windows:
/// [planes, kernel_height, kernel_width, rows, columns].
void sl_unfold(
    sl_dtype dtype, const sl_windows *_Nonnull windows, const void *_Nonnull image, void *_Nonnull columns);
/// The other way round: elements for the same place add up.
void sl_fold(
    sl_dtype dtype, const sl_windows *_Nonnull windows, const void *_Nonnull columns, void *_Nonnull image);
/// The same, added to what the image holds.
void sl_add_folded(
    sl_dtype dtype, const sl_windows *_Nonnull windows, const void *_Nonnull columns, void *_Nonnull image);

// pooling.c
// Windows over planes in which `channels` elements lie side by side at each place; a window's places have the numbers
// kernel row · kernel_width + kernel column. Floating point only.
/// For each window its first largest number, its first NaN if it has one, and the number of its place. Padding does not
/// count; where a window is all padding the number is -1.
void sl_max_pool(
    sl_dtype dtype, const sl_windows *_Nonnull windows, size_t channels, const void *_Nonnull image,
    void *_Nonnull out, int32_t *_Nonnull places);
/// For each window the element at its place.
void sl_select_in_windows(
    sl_dtype dtype, const sl_windows *_Nonnull windows, size_t channels, const int32_t *_Nonnull places,
    const void *_Nonnull image, void *_Nonnull out);
/// The other way round: the elements in their places, those for the same place added up, among zeros.
void sl_spread_in_windows(
    sl_dtype dtype, const sl_windows *_Nonnull windows, size_t channels, const int32_t *_Nonnull places,
    const void *_Nonnull a, void *_Nonnull image);
/// The mean of each window; the zeros of the padding may count.
void sl_average_pool(
    sl_dtype dtype, const sl_windows *_Nonnull windows, size_t channels, int counts_padding,
    const void *_Nonnull image, void *_Nonnull out);
/// The other way round: even shares of the elements in all places of their windows.
void sl_spread_average(
    sl_dtype dtype, const sl_windows *_Nonnull windows, size_t channels, int counts_padding,
    const void *_Nonnull a, void *_Nonnull image);

// convolution.c
/// Images [batch, channels, height, width], a weight [outputs, channels / groups, kernel_height, kernel_width] and images
/// [batch, outputs, rows, columns] of the sums of windows times weights.
typedef struct {
    intptr_t batch, channels, height, width, outputs, rows, columns, groups, kernel_height, kernel_width, stride_height,
        stride_width, padding_height, padding_width, dilation_height, dilation_width;
} sl_convolution;
/// The sums of windows times weights; the gradient of those with respect to the images; with respect to the weight.
typedef enum { SL_CONVOLVE, SL_CONVOLVE_BACK, SL_CORRELATE } sl_convolution_kind;
/// A convolution of packed floating point numbers, by the BLAS.
///
/// - Parameters:
///   - input: The images, or what takes their gradient.
///   - weight: The weight, or what takes its gradient.
///   - output: The output's images, or their gradient.
void sl_convolve(
    sl_convolution_kind kind, sl_dtype dtype, const sl_convolution *_Nonnull convolution, void *_Nonnull input,
    void *_Nonnull weight, void *_Nonnull output);

// onednn_convolution.c
/// oneDNN's convolution of float32, all images in the order [batch, height, width, channels], and whether it could do it.
///
/// - Parameters:
///   - input: The images, or what takes their gradient.
///   - weight: Packed, or what takes its gradient.
///   - output: The output's images, or their gradient.
///   - bias: [outputs] to be added to the output, or what takes its gradient.
int sl_onednn_convolve(
    sl_convolution_kind kind, const sl_convolution *_Nonnull convolution, void *_Nonnull input, void *_Nonnull weight,
    void *_Nonnull output, void *_Nullable bias);

// channels.c
/// Elements [outer, channels, inner], packed: an inner length of 1 where the channels lie side by side.
typedef struct { size_t outer, channels, inner; } sl_channels;
/// The mean and the variance, the mean squared distance from it, of each channel. Floating point only, as all of these.
void sl_channel_moments(
    sl_dtype dtype, const sl_channels *_Nonnull layout, const void *_Nonnull x, void *_Nonnull mean,
    void *_Nonnull variance);
/// out = (x - mean) scale + shift, and 0 instead of what is less if it rectifies
void sl_scale_channels(
    sl_dtype dtype, const sl_channels *_Nonnull layout, const void *_Nonnull x, const void *_Nonnull mean,
    const void *_Nonnull scale, const void *_Nonnull shift, int rectifies, void *_Nonnull out);
/// Σ g and Σ g (x - mean) of each channel; only of those elements whose y is positive, if there is a y.
void sl_channel_gradient_sums(
    sl_dtype dtype, const sl_channels *_Nonnull layout, const void *_Nonnull g, const void *_Nonnull x,
    const void *_Nullable y, const void *_Nonnull mean, void *_Nonnull sums, void *_Nonnull products);
/// out = g scale + (x - mean) slope + shift, where g counts as 0 unless y is positive, if there is a y
void sl_channel_gradient(
    sl_dtype dtype, const sl_channels *_Nonnull layout, const void *_Nonnull g, const void *_Nonnull x,
    const void *_Nullable y, const void *_Nonnull mean, const void *_Nonnull scale, const void *_Nonnull slope,
    const void *_Nonnull shift, void *_Nonnull out);
