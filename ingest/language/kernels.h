#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

/// The inner loops of the language models. Each does the same sums in the same order whatever the processor offers (no fused
/// multiply-add, one accumulator an output), so that a model trained or read on one machine is the same, bit for bit, on another.
/// The best variant for the processor is chosen when the program starts.
namespace entente::kernels {

/// c[m x n] = a[m x k] * b[k x n], or += where `add`; rows are `lda`, `ldb`, `ldc` floats apart.
void multiply(std::size_t m, std::size_t n, std::size_t k, const float* a, std::size_t lda, const float* b, std::size_t ldb, float* c,
              std::size_t ldc, bool add);

/// to[cols x rows] = the transpose of from[rows x cols].
void transpose(std::size_t rows, std::size_t cols, const float* from, std::size_t from_stride, float* to, std::size_t to_stride);

/// values[i] = e^values[i].
void exponential(std::span<float> values);

/// One step of Adam over `weights`, with the bias corrections already in `rate` and `epsilon`.
struct AdamStep {
  float rate, beta1, beta2, epsilon, scale;  ///< `scale` multiplies the gradient
};
void adam(const AdamStep& step, std::size_t count, float* weights, float* gradient, float* mean, float* variance);

/// One step of a simple recurrent unit (Lei et al. 2018) over `size` dimensions. `u` holds candidate, forget and reset inputs, `size`
/// floats each, a multiple of 16; `highway` what the unit lets through; `gates` the weights on the last cell and biases: vf, vr, bf, br.
struct RecurrentStep {
  std::size_t size;
  const float *u, *highway, *gates, *cell_before;
  float *cell, *out;
};
void recur(const RecurrentStep& step);
/// The same with sigmoids that are good to 2e-5, in less time: for reading, not for learning.
void recur_near(const RecurrentStep& step);

/// The gradients of recur(). `cell_gradient` comes in as that of the cell after the step and goes out as that before it; gradients of `u`
/// are set, of `highway` and `gates` added to. Gates and reset values are computed anew from the inputs.
struct RecurrentGradient {
  RecurrentStep step;
  const float* out_gradient;
  float *cell_gradient, *u_gradient, *highway_gradient, *gates_gradient;
};
void recur_back(const RecurrentGradient& gradient);

/// Bytes of weights and inputs have 7 bits: four of their products then fit 16 bits, as processors without VNNI sum them. The eighth bit
/// bought no accuracy.
inline constexpr int kGreatestWeight = 63, kGreatestInput = 63, kZeroInput = 64;

/// A matrix of bytes laid out for multiply(). Column o stands for bytes times scales[o].
struct PackedMatrix {
  /// `bytes` are input x output, row by row. REQUIRES: input is a multiple of 8, no
  /// byte is beyond kGreatestWeight on either side of zero.
  PackedMatrix(std::size_t input, std::size_t output, std::span<const std::int8_t> bytes, std::span<const float> column_scales);
  PackedMatrix() = default;

  struct alignas(64) Line {
    std::int8_t bytes[64];
  };
  std::size_t inputs = 0, outputs = 0;
  std::vector<Line> lines;  ///< [panel of 32 outputs][4 inputs][32 outputs][4 inputs]
  std::vector<float> scales;
  std::vector<std::int32_t> offsets;  ///< what the kZeroInput that is added to each input comes to
};

/// Rounds each row of `values` to bytes from 1 to 127 with kZeroInput for zero, the largest at an end, and writes what one step stands for.
void quantize(std::size_t rows, std::size_t width, const float* values, std::uint8_t* bytes, float* steps);

/// out[rows x outputs] = the rows that quantize() made, times `matrix`, plus `bias` where it is not null.
void multiply(const PackedMatrix& matrix, std::size_t rows, const std::uint8_t* bytes, const float* steps, const float* bias, float* out);

/// out[width] = the sum of the rows of a table of bytes, each times the scale of its row, in the order given. REQUIRES: width is a multiple of 16.
void sum_rows(const std::int8_t* table, const float* scales, std::size_t width, std::span<const std::uint32_t> rows, float* out);

}  // namespace entente::kernels
