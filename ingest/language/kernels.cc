#include "ingest/language/kernels.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include <algorithm>
#include <bit>
#include <cstring>
#include <vector>

// Bodies are inlined into one function for each set of instructions, which the compiler then vectorises for it. They call nothing
// that is not inlined too, since such a function would be compiled for the oldest processor.

namespace entente::kernels {
namespace {

enum class Isa { plain, avx2, avx512, vnni };

Isa best_isa() {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512bw") &&
      __builtin_cpu_supports("avx512dq"))
    return __builtin_cpu_supports("avx512vnni") ? Isa::vnni : Isa::avx512;
  if (__builtin_cpu_supports("avx2")) return Isa::avx2;
#endif
  return Isa::plain;
}

const Isa kIsa = best_isa();

// As many numbers as one register of the processor holds. Wider ones than that would be spread over memory.
template <std::size_t Count>
struct Lanes {
  static constexpr std::size_t count = Count;
  typedef float Vector __attribute__((vector_size(Count * sizeof(float))));
  typedef std::int32_t Integers __attribute__((vector_size(Count * sizeof(std::int32_t))));
};

template <class Vector>
[[gnu::always_inline]] inline void load(Vector& to, const float* from) {
  __builtin_memcpy(&to, from, sizeof(to));
}
template <class Vector>
[[gnu::always_inline]] inline void store(float* to, const Vector& from) {
  __builtin_memcpy(to, &from, sizeof(from));
}

// e^x by range reduction and a polynomial of degree 6, good to 2 units in the last place: the C library's differs between releases.
template <class L>
[[gnu::always_inline]] inline void exponential_of(typename L::Vector& x) {
  using Vector = typename L::Vector;
  x = x > 87.0F ? Vector{} + 87.0F : x;
  x = x < -87.0F ? Vector{} - 87.0F : x;
  // In a float as large as this one the last bit is 1, so that adding it rounds to whole numbers.
  constexpr float kRounding = 12582912.0F;
  const Vector rounded = x * 1.44269504F + kRounding;
  const Vector whole = rounded - kRounding;
  const Vector r = (x - whole * 0.693359375F) + whole * 2.12194440e-4F;
  Vector p = r * 1.9875691500e-4F + 1.3981999507e-3F;
  p = p * r + 8.3334519073e-3F;
  p = p * r + 4.1665795894e-2F;
  p = p * r + 1.6666665459e-1F;
  p = p * r + 5.0000001201e-1F;
  p = p * r * r + r + 1.0F;
  typename L::Integers power;
  __builtin_memcpy(&power, &rounded, sizeof(power));
  power = (power - (std::bit_cast<std::int32_t>(kRounding) - 127)) << 23;
  Vector scale;
  __builtin_memcpy(&scale, &power, sizeof(scale));
  x = p * scale;
}

// 1 / (1 + e^-x) of both, with one division: divisions take as long as all the rest.
template <class L>
[[gnu::always_inline]] inline void sigmoids(typename L::Vector& x, typename L::Vector& y) {
  using Vector = typename L::Vector;
  constexpr float kFlat = 40;  // beyond it a sigmoid is 0 or 1; the product of two powers is still a number
  x = x < -kFlat ? Vector{} - kFlat : x;
  y = y < -kFlat ? Vector{} - kFlat : y;
  x = -x;
  y = -y;
  exponential_of<L>(x);
  exponential_of<L>(y);
  const Vector a = 1.0F + x, b = 1.0F + y;
  const Vector both = 1.0F / (a * b);
  x = b * both;
  y = a * both;
}

// As sigmoids(), by a quotient of polynomials (Lambert's continued fraction of the hyperbolic tangent) instead of powers: good to 2e-5,
// which is less than the bytes lose that the results become, in half the time.
template <class L>
[[gnu::always_inline]] inline void near_sigmoids(typename L::Vector& x, typename L::Vector& y) {
  using Vector = typename L::Vector;
  constexpr float kFlat = 4.95F;
  Vector over[2], under[2] = {x * 0.5F, y * 0.5F};
#pragma GCC unroll 2
  for (std::size_t i = 0; i < 2; ++i) {
    Vector half = under[i];
    half = half > kFlat ? Vector{} + kFlat : half;
    half = half < -kFlat ? Vector{} - kFlat : half;
    const Vector s = half * half;
    over[i] = half * (((s + 378.0F) * s + 17325.0F) * s + 135135.0F);
    under[i] = ((28.0F * s + 3150.0F) * s + 62370.0F) * s + 135135.0F;
  }
  const Vector both = 0.5F / (under[0] * under[1]);
  x = 0.5F + over[0] * (under[1] * both);
  y = 0.5F + over[1] * (under[0] * both);
}

struct Product {
  std::size_t m, n, k;
  const float* a;
  std::size_t lda;
  const float* b;
  std::size_t ldb;
  float* c;
  std::size_t ldc;
  bool add;
  float* panel;  ///< scratch for k * kMaxColumns floats
};

// The columns of one pass are two vectors; of the widest processor so many.
constexpr std::size_t kMaxColumns = 32;

template <class L, std::size_t Rows>
[[gnu::always_inline]] inline void multiply_rows(const Product& p, std::size_t row, std::size_t column, std::size_t width) {
  using Vector = typename L::Vector;
  constexpr std::size_t kColumns = 2 * L::count;
  Vector low[Rows] = {}, high[Rows] = {};
  const float* a = p.a + row * p.lda;
  for (std::size_t k = 0; k < p.k; ++k) {
    Vector b0, b1;
    load(b0, p.panel + k * kColumns);
    load(b1, p.panel + k * kColumns + L::count);
#pragma GCC unroll 8
    for (std::size_t i = 0; i < Rows; ++i) {
      const float x = a[i * p.lda + k];
      low[i] = low[i] + x * b0;
      high[i] = high[i] + x * b1;
    }
  }
#pragma GCC unroll 8
  for (std::size_t i = 0; i < Rows; ++i) {
    float* c = p.c + (row + i) * p.ldc + column;
    if (width == kColumns) {
      if (p.add) {
        Vector c0, c1;
        load(c0, c);
        load(c1, c + L::count);
        low[i] = c0 + low[i];
        high[i] = c1 + high[i];
      }
      store(c, low[i]);
      store(c + L::count, high[i]);
    } else {
      float part[kColumns];
      store(part, low[i]);
      store(part + L::count, high[i]);
      for (std::size_t j = 0; j < width; ++j) c[j] = p.add ? c[j] + part[j] : part[j];
    }
  }
}

template <class L, std::size_t Rows>
[[gnu::always_inline]] inline void multiply_body(const Product& p) {
  constexpr std::size_t kColumns = 2 * L::count;
  static_assert(kColumns <= kMaxColumns);
  for (std::size_t column = 0; column < p.n; column += kColumns) {
    const std::size_t width = p.n - column < kColumns ? p.n - column : kColumns;
    for (std::size_t k = 0; k < p.k; ++k) {
      for (std::size_t j = 0; j < width; ++j) p.panel[k * kColumns + j] = p.b[k * p.ldb + column + j];
      for (std::size_t j = width; j < kColumns; ++j) p.panel[k * kColumns + j] = 0;
    }
    std::size_t row = 0;
    for (; row + Rows <= p.m; row += Rows) multiply_rows<L, Rows>(p, row, column, width);
    for (; row < p.m; ++row) multiply_rows<L, 1>(p, row, column, width);
  }
}

template <class L>
[[gnu::always_inline]] inline void exponential_body(float* values, std::size_t count) {
  for (std::size_t i = 0; i < count; i += L::count) {
    const std::size_t part = count - i < L::count ? count - i : L::count;
    typename L::Vector x = {};
    __builtin_memcpy(&x, values + i, part * sizeof(float));
    exponential_of<L>(x);
    __builtin_memcpy(values + i, &x, part * sizeof(float));
  }
}

// Divides by the square root without a library call, so that it vectorises; the same instruction gives the same bits everywhere.
[[gnu::always_inline]] inline void adam_body(const AdamStep& s, std::size_t count, float* __restrict w, float* __restrict g, float* __restrict m,
                                             float* __restrict v) {
  for (std::size_t i = 0; i < count; ++i) {
    const float x = g[i] * s.scale;
    m[i] = s.beta1 * m[i] + (1 - s.beta1) * x;
    v[i] = s.beta2 * v[i] + (1 - s.beta2) * x * x;
    w[i] -= s.rate * m[i] / (__builtin_sqrtf(v[i]) + s.epsilon);
    g[i] = 0;
  }
}

// What one step needs again for its gradient.
template <class Vector>
struct Gates {
  Vector candidate, before, highway, forget, reset, on_forget, on_reset;
};

template <class L, bool Near = false>
[[gnu::always_inline]] inline void open_gates(const RecurrentStep& s, std::size_t i, Gates<typename L::Vector>& g) {
  const std::size_t n = s.size;
  typename L::Vector forget_bias, reset_bias;
  load(g.candidate, s.u + i);
  load(g.before, s.cell_before + i);
  load(g.highway, s.highway + i);
  load(g.forget, s.u + n + i);
  load(g.reset, s.u + 2 * n + i);
  load(g.on_forget, s.gates + i);
  load(g.on_reset, s.gates + n + i);
  load(forget_bias, s.gates + 2 * n + i);
  load(reset_bias, s.gates + 3 * n + i);
  g.forget = g.forget + g.on_forget * g.before + forget_bias;
  g.reset = g.reset + g.on_reset * g.before + reset_bias;
  if constexpr (Near)
    near_sigmoids<L>(g.forget, g.reset);
  else
    sigmoids<L>(g.forget, g.reset);
}

template <class L, bool Near>
[[gnu::always_inline]] inline void recur_body(const RecurrentStep& s) {
  for (std::size_t i = 0; i < s.size; i += L::count) {
    Gates<typename L::Vector> g;
    open_gates<L, Near>(s, i, g);
    const typename L::Vector cell = g.candidate + g.forget * (g.before - g.candidate);
    store(s.cell + i, cell);
    store(s.out + i, g.highway + g.reset * (cell - g.highway));
  }
}

template <class Vector>
[[gnu::always_inline]] inline void add_to(float* to, const Vector& value) {
  Vector sum;
  load(sum, to);
  store(to, sum + value);
}

template <class L>
[[gnu::always_inline]] inline void recur_back_body(const RecurrentGradient& b) {
  const auto& s = b.step;
  const std::size_t n = s.size;
  using Vector = typename L::Vector;
  for (std::size_t i = 0; i < n; i += L::count) {
    Gates<Vector> g;
    open_gates<L>(s, i, g);
    Vector cell, out, cell_gradient;
    load(cell, s.cell + i);
    load(out, b.out_gradient + i);
    load(cell_gradient, b.cell_gradient + i);
    const Vector reset = out * (cell - g.highway) * g.reset * (1.0F - g.reset);
    cell_gradient = cell_gradient + out * g.reset;
    const Vector forget = cell_gradient * (g.before - g.candidate) * g.forget * (1.0F - g.forget);
    add_to(b.highway_gradient + i, out * (1.0F - g.reset));
    store(b.u_gradient + i, cell_gradient * (1.0F - g.forget));
    store(b.u_gradient + n + i, forget);
    store(b.u_gradient + 2 * n + i, reset);
    add_to(b.gates_gradient + i, forget * g.before);
    add_to(b.gates_gradient + n + i, reset * g.before);
    add_to(b.gates_gradient + 2 * n + i, forget);
    add_to(b.gates_gradient + 3 * n + i, reset);
    store(b.cell_gradient + i, cell_gradient * g.forget + forget * g.on_forget + reset * g.on_reset);
  }
}

// Bytes of one row: the largest without its sign, as the number that its bits are, so that the loop vectorises.
[[gnu::always_inline]] inline void quantize_body(std::size_t rows, std::size_t width, const float* __restrict values, std::uint8_t* __restrict bytes,
                                                 float* __restrict steps) {
  for (std::size_t r = 0; r < rows; ++r) {
    const float* x = values + r * width;
    std::int32_t bits = 0;
    for (std::size_t i = 0; i < width; ++i) {
      const auto size = std::bit_cast<std::int32_t>(x[i]) & 0x7FFFFFFF;
      bits = size > bits ? size : bits;
    }
    float most = std::bit_cast<float>(bits);
    most = most < 1e-30F ? 1e-30F : most;
    const float per_unit = kGreatestInput / most;
    steps[r] = most / kGreatestInput;
    // Adding kZeroInput and a half and cutting off rounds to the nearest for either sign.
    for (std::size_t i = 0; i < width; ++i)
      bytes[r * width + i] = static_cast<std::uint8_t>(static_cast<std::int32_t>(x[i] * per_unit + (kZeroInput + 0.5F)));
  }
}

struct ByteProduct {
  const PackedMatrix* matrix;
  std::size_t rows;
  const std::uint8_t* bytes;
  const float* steps;
  const float* bias;
  float* out;
};
constexpr std::size_t kPanel = 32;

void multiply_bytes_plain(const ByteProduct& p) {
  const auto& m = *p.matrix;
  for (std::size_t panel = 0; panel * kPanel < m.outputs; ++panel)
    for (std::size_t r = 0; r < p.rows; ++r) {
      std::int32_t sums[kPanel];
      std::memcpy(sums, m.offsets.data() + panel * kPanel, sizeof(sums));
      const std::int8_t* w = m.lines.data()[panel * (m.inputs / 4) * 2].bytes;
      const std::uint8_t* x = p.bytes + r * m.inputs;
      for (std::size_t k = 0; k < m.inputs; k += 4, w += 4 * kPanel)
        for (std::size_t o = 0; o < kPanel; ++o)
          sums[o] += x[k] * w[4 * o] + x[k + 1] * w[4 * o + 1] + x[k + 2] * w[4 * o + 2] + x[k + 3] * w[4 * o + 3];
      for (std::size_t o = panel * kPanel, i = 0; i < kPanel && o < m.outputs; ++i, ++o)
        p.out[r * m.outputs + o] = static_cast<float>(sums[i]) * (p.steps[r] * m.scales[o]) + (p.bias == nullptr ? 0.0F : p.bias[o]);
    }
}

template <class L>
[[gnu::always_inline]] inline void sum_rows_body(const std::int8_t* table, const float* scales, std::size_t width, const std::uint32_t* rows,
                                                 std::size_t count, float* out) {
  typedef signed char Bytes __attribute__((vector_size(L::count)));
  using Vector = typename L::Vector;
  constexpr std::size_t kLine = 64;
  // The rows lie anywhere in a table of megabytes: ask for all of them before the first is needed.
  for (std::size_t r = 0; r < count; ++r)
    for (std::size_t i = 0; i < width; i += kLine) __builtin_prefetch(table + rows[r] * width + i);
  constexpr std::size_t kVectors = 16 / L::count * 2;  // at once: 32 columns
  const auto sum = [&]<std::size_t Vectors>(std::size_t i, std::integral_constant<std::size_t, Vectors>) __attribute__((always_inline)) {
    Vector sums[Vectors] = {};
    for (std::size_t r = 0; r < count; ++r) {
      const std::int8_t* row = table + rows[r] * width + i;
      const float scale = scales[rows[r]];
#pragma GCC unroll 8
      for (std::size_t v = 0; v < Vectors; ++v) {
        Bytes bytes;
        __builtin_memcpy(&bytes, row + v * L::count, sizeof(bytes));
        sums[v] = sums[v] + scale * __builtin_convertvector(bytes, Vector);
      }
    }
#pragma GCC unroll 8
    for (std::size_t v = 0; v < Vectors; ++v) store(out + i + v * L::count, sums[v]);
  };
  std::size_t i = 0;
  for (; i + kVectors * L::count <= width; i += kVectors * L::count) sum(i, std::integral_constant<std::size_t, kVectors>());
  for (; i < width; i += L::count) sum(i, std::integral_constant<std::size_t, 1>());
}

#if defined(__x86_64__)

// Eight rows of input against 32 columns: sixteen sums in registers, and each line of weights is read once for all rows.
template <std::size_t Rows>
[[gnu::target("avx512f,avx512vl,avx512bw,avx512dq,avx512vnni")]] inline void multiply_bytes_vnni_rows(const ByteProduct& p, std::size_t panel,
                                                                                                      std::size_t row) {
  const auto& m = *p.matrix;
  __m512i sums[Rows][2];
  const __m512i start0 = _mm512_loadu_si512(m.offsets.data() + panel * kPanel), start1 = _mm512_loadu_si512(m.offsets.data() + panel * kPanel + 16);
#pragma GCC unroll 8
  for (std::size_t i = 0; i < Rows; ++i) {
    sums[i][0] = start0;
    sums[i][1] = start1;
  }
  const auto* w = m.lines.data() + panel * (m.inputs / 4) * 2;
  const std::uint8_t* x = p.bytes + row * m.inputs;
  for (std::size_t k = 0; k < m.inputs; k += 4, w += 2) {
    const __m512i w0 = _mm512_load_si512(w), w1 = _mm512_load_si512(w + 1);
#pragma GCC unroll 8
    for (std::size_t i = 0; i < Rows; ++i) {
      std::int32_t four = 0;
      __builtin_memcpy(&four, x + i * m.inputs + k, 4);
      const __m512i xs = _mm512_set1_epi32(four);
      sums[i][0] = _mm512_dpbusd_epi32(sums[i][0], xs, w0);
      sums[i][1] = _mm512_dpbusd_epi32(sums[i][1], xs, w1);
    }
  }
#pragma GCC unroll 2
  for (std::size_t half = 0; half < 2; ++half) {
    const std::size_t o = panel * kPanel + 16 * half;
    if (o >= m.outputs) break;
    const auto mask = static_cast<__mmask16>(m.outputs - o >= 16 ? 0xFFFF : (1U << (m.outputs - o)) - 1);
    const __m512 scales = _mm512_maskz_loadu_ps(mask, m.scales.data() + o);
    const __m512 bias = p.bias == nullptr ? _mm512_setzero_ps() : _mm512_maskz_loadu_ps(mask, p.bias + o);
#pragma GCC unroll 8
    for (std::size_t i = 0; i < Rows; ++i) {
      const __m512 scale = _mm512_mul_ps(_mm512_set1_ps(p.steps[row + i]), scales);
      const auto sum = reinterpret_cast<__m512>(__builtin_convertvector(reinterpret_cast<Lanes<16>::Integers>(sums[i][half]), Lanes<16>::Vector));
      _mm512_mask_storeu_ps(p.out + (row + i) * m.outputs + o, mask, _mm512_add_ps(_mm512_mul_ps(sum, scale), bias));
    }
  }
}

[[gnu::target("avx512f,avx512vl,avx512bw,avx512dq,avx512vnni")]] void multiply_bytes_vnni(const ByteProduct& p) {
  for (std::size_t panel = 0; panel * kPanel < p.matrix->outputs; ++panel) {
    std::size_t row = 0;
    for (; row + 8 <= p.rows; row += 8) multiply_bytes_vnni_rows<8>(p, panel, row);
    switch (p.rows - row) {
      case 7: multiply_bytes_vnni_rows<7>(p, panel, row); break;
      case 6: multiply_bytes_vnni_rows<6>(p, panel, row); break;
      case 5: multiply_bytes_vnni_rows<5>(p, panel, row); break;
      case 4: multiply_bytes_vnni_rows<4>(p, panel, row); break;
      case 3: multiply_bytes_vnni_rows<3>(p, panel, row); break;
      case 2: multiply_bytes_vnni_rows<2>(p, panel, row); break;
      case 1: multiply_bytes_vnni_rows<1>(p, panel, row); break;
      default: break;
    }
  }
}

// Without VNNI: four products are summed in 16 bits, which hold them because weights and inputs have 7 bits.
template <std::size_t Rows>
[[gnu::target("avx2")]] inline void multiply_bytes_avx2_rows(const ByteProduct& p, std::size_t panel, std::size_t half, std::size_t row) {
  const auto& m = *p.matrix;
  const __m256i ones = _mm256_set1_epi16(1);
  __m256i low[Rows], high[Rows];
  const std::size_t first = panel * kPanel + 16 * half;
  const auto* offsets = reinterpret_cast<const __m256i*>(m.offsets.data() + first);
#pragma GCC unroll 8
  for (std::size_t i = 0; i < Rows; ++i) {
    low[i] = _mm256_loadu_si256(offsets);
    high[i] = _mm256_loadu_si256(offsets + 1);
  }
  const auto* w = m.lines.data() + panel * (m.inputs / 4) * 2 + half;
  const std::uint8_t* x = p.bytes + row * m.inputs;
  const auto weights = [&](std::size_t line, std::size_t at) __attribute__((target("avx2"), always_inline)) {
    return _mm256_load_si256(reinterpret_cast<const __m256i*>(w + line) + at);
  };
  for (std::size_t k = 0; k < m.inputs; k += 8, w += 4) {
#pragma GCC unroll 8
    for (std::size_t i = 0; i < Rows; ++i) {
      std::int32_t four = 0, next = 0;
      __builtin_memcpy(&four, x + i * m.inputs + k, 4);
      __builtin_memcpy(&next, x + i * m.inputs + k + 4, 4);
      const __m256i a = _mm256_set1_epi32(four), b = _mm256_set1_epi32(next);
      const __m256i l = _mm256_add_epi16(_mm256_maddubs_epi16(a, weights(0, 0)), _mm256_maddubs_epi16(b, weights(2, 0)));
      const __m256i h = _mm256_add_epi16(_mm256_maddubs_epi16(a, weights(0, 1)), _mm256_maddubs_epi16(b, weights(2, 1)));
      low[i] = _mm256_add_epi32(low[i], _mm256_madd_epi16(l, ones));
      high[i] = _mm256_add_epi32(high[i], _mm256_madd_epi16(h, ones));
    }
  }
#pragma GCC unroll 8
  for (std::size_t i = 0; i < Rows; ++i) {
    float* out = p.out + (row + i) * m.outputs + first;
    const float step = p.steps[row + i];
    if (first + 16 <= m.outputs) {
      const __m256 steps = _mm256_set1_ps(step);
      const __m256 s0 = _mm256_mul_ps(steps, _mm256_loadu_ps(m.scales.data() + first)),
                   s1 = _mm256_mul_ps(steps, _mm256_loadu_ps(m.scales.data() + first + 8));
      const __m256 b0 = p.bias == nullptr ? _mm256_setzero_ps() : _mm256_loadu_ps(p.bias + first);
      const __m256 b1 = p.bias == nullptr ? _mm256_setzero_ps() : _mm256_loadu_ps(p.bias + first + 8);
      _mm256_storeu_ps(out, _mm256_add_ps(_mm256_mul_ps(_mm256_cvtepi32_ps(low[i]), s0), b0));
      _mm256_storeu_ps(out + 8, _mm256_add_ps(_mm256_mul_ps(_mm256_cvtepi32_ps(high[i]), s1), b1));
    } else {
      std::int32_t all[16];
      _mm256_storeu_si256(reinterpret_cast<__m256i*>(all), low[i]);
      _mm256_storeu_si256(reinterpret_cast<__m256i*>(all) + 1, high[i]);
      for (std::size_t o = first, j = 0; o < m.outputs; ++j, ++o)
        out[j] = static_cast<float>(all[j]) * (step * m.scales[o]) + (p.bias == nullptr ? 0.0F : p.bias[o]);
    }
  }
}

[[gnu::target("avx2")]] void multiply_bytes_avx2(const ByteProduct& p) {
  for (std::size_t first = 0; first < p.matrix->outputs; first += kPanel / 2) {
    const std::size_t panel = first / kPanel, half = first % kPanel == 0 ? 0 : 1;
    std::size_t row = 0;
    for (; row + 6 <= p.rows; row += 6) multiply_bytes_avx2_rows<6>(p, panel, half, row);
    switch (p.rows - row) {
      case 5: multiply_bytes_avx2_rows<5>(p, panel, half, row); break;
      case 4: multiply_bytes_avx2_rows<4>(p, panel, half, row); break;
      case 3: multiply_bytes_avx2_rows<3>(p, panel, half, row); break;
      case 2: multiply_bytes_avx2_rows<2>(p, panel, half, row); break;
      case 1: multiply_bytes_avx2_rows<1>(p, panel, half, row); break;
      default: break;
    }
  }
}

[[gnu::target("avx512f,avx512vl,avx512bw,avx512dq")]] void recur_avx512(const RecurrentStep& s) { recur_body<Lanes<16>, false>(s); }
[[gnu::target("avx512f,avx512vl,avx512bw,avx512dq")]] void recur_near_avx512(const RecurrentStep& s) { recur_body<Lanes<16>, true>(s); }
[[gnu::target("avx512f,avx512vl,avx512bw,avx512dq")]] void sum_rows_avx512(const std::int8_t* t, const float* s, std::size_t w,
                                                                           const std::uint32_t* r, std::size_t n, float* o) {
  sum_rows_body<Lanes<16>>(t, s, w, r, n, o);
}
[[gnu::target("avx512f,avx512vl,avx512bw,avx512dq")]] void quantize_avx512(std::size_t r, std::size_t w, const float* v, std::uint8_t* b, float* s) {
  quantize_body(r, w, v, b, s);
}
// By hand, since the compiler turns bytes into floats one at a time here.
[[gnu::target("avx2")]] void sum_rows_avx2(const std::int8_t* table, const float* scales, std::size_t width, const std::uint32_t* rows,
                                           std::size_t count, float* out) {
  constexpr std::size_t kAtOnce = 32;
  const auto add = [&](__m256 & sum, const std::int8_t* from, __m256 scale) __attribute__((target("avx2"), always_inline)) {
    const __m128i bytes = _mm_loadl_epi64(reinterpret_cast<const __m128i*>(from));
    sum = _mm256_add_ps(sum, _mm256_mul_ps(scale, _mm256_cvtepi32_ps(_mm256_cvtepi8_epi32(bytes))));
  };
  std::size_t i = 0;
  for (; i + kAtOnce <= width; i += kAtOnce) {
    __m256 sums[4] = {_mm256_setzero_ps(), _mm256_setzero_ps(), _mm256_setzero_ps(), _mm256_setzero_ps()};
    for (std::size_t r = 0; r < count; ++r) {
      const std::int8_t* row = table + rows[r] * width + i;
      const __m256 scale = _mm256_set1_ps(scales[rows[r]]);
#pragma GCC unroll 4
      for (std::size_t v = 0; v < 4; ++v) add(sums[v], row + 8 * v, scale);
    }
#pragma GCC unroll 4
    for (std::size_t v = 0; v < 4; ++v) _mm256_storeu_ps(out + i + 8 * v, sums[v]);
  }
  for (; i < width; i += 8) {
    __m256 sum = _mm256_setzero_ps();
    for (std::size_t r = 0; r < count; ++r) add(sum, table + rows[r] * width + i, _mm256_set1_ps(scales[rows[r]]));
    _mm256_storeu_ps(out + i, sum);
  }
}
[[gnu::target("avx2")]] void quantize_avx2(std::size_t r, std::size_t w, const float* v, std::uint8_t* b, float* s) { quantize_body(r, w, v, b, s); }
[[gnu::target("avx512f,avx512vl,avx512bw,avx512dq")]] void multiply_avx512(const Product& p) { multiply_body<Lanes<16>, 8>(p); }
[[gnu::target("avx2")]] void multiply_avx2(const Product& p) { multiply_body<Lanes<8>, 6>(p); }
[[gnu::target("avx2")]] void exponential_avx2(float* v, std::size_t n) { exponential_body<Lanes<8>>(v, n); }
[[gnu::target("avx2")]] void recur_avx2(const RecurrentStep& s) { recur_body<Lanes<8>, false>(s); }
[[gnu::target("avx2")]] void recur_near_avx2(const RecurrentStep& s) { recur_body<Lanes<8>, true>(s); }
[[gnu::target("avx512f,avx512vl,avx512bw,avx512dq")]] void recur_back_avx512(const RecurrentGradient& g) { recur_back_body<Lanes<16>>(g); }
[[gnu::target("avx2")]] void recur_back_avx2(const RecurrentGradient& g) { recur_back_body<Lanes<8>>(g); }
[[gnu::target("avx2")]] void adam_avx2(const AdamStep& s, std::size_t n, float* w, float* g, float* m, float* v) { adam_body(s, n, w, g, m, v); }
#endif

}  // namespace

void multiply(std::size_t m, std::size_t n, std::size_t k, const float* a, std::size_t lda, const float* b, std::size_t ldb, float* c,
              std::size_t ldc, bool add) {
  thread_local std::vector<float> panel;
  if (panel.size() < k * kMaxColumns) panel.resize(k * kMaxColumns);
  const Product product{m, n, k, a, lda, b, ldb, c, ldc, add, panel.data()};
#if defined(__x86_64__)
  if (kIsa >= Isa::avx512) return multiply_avx512(product);
  if (kIsa == Isa::avx2) return multiply_avx2(product);
#endif
  multiply_body<Lanes<4>, 4>(product);
}

void transpose(std::size_t rows, std::size_t cols, const float* from, std::size_t from_stride, float* to, std::size_t to_stride) {
  constexpr std::size_t kBlock = 16;  // a block of both fits the first-level cache
  for (std::size_t r = 0; r < rows; r += kBlock)
    for (std::size_t c = 0; c < cols; c += kBlock)
      for (std::size_t i = r; i < std::min(rows, r + kBlock); ++i)
        for (std::size_t j = c; j < std::min(cols, c + kBlock); ++j) to[j * to_stride + i] = from[i * from_stride + j];
}

void exponential(std::span<float> values) {
#if defined(__x86_64__)
  if (kIsa != Isa::plain) return exponential_avx2(values.data(), values.size());
#endif
  exponential_body<Lanes<4>>(values.data(), values.size());
}

void adam(const AdamStep& step, std::size_t count, float* weights, float* gradient, float* mean, float* variance) {
#if defined(__x86_64__)
  if (kIsa != Isa::plain) return adam_avx2(step, count, weights, gradient, mean, variance);
#endif
  adam_body(step, count, weights, gradient, mean, variance);
}

void recur(const RecurrentStep& step) {
#if defined(__x86_64__)
  if (kIsa >= Isa::avx512) return recur_avx512(step);
  if (kIsa != Isa::plain) return recur_avx2(step);
#endif
  recur_body<Lanes<4>, false>(step);
}

void recur_near(const RecurrentStep& step) {
#if defined(__x86_64__)
  if (kIsa >= Isa::avx512) return recur_near_avx512(step);
  if (kIsa != Isa::plain) return recur_near_avx2(step);
#endif
  recur_body<Lanes<4>, true>(step);
}

void recur_back(const RecurrentGradient& gradient) {
#if defined(__x86_64__)
  if (kIsa >= Isa::avx512) return recur_back_avx512(gradient);
  if (kIsa == Isa::avx2) return recur_back_avx2(gradient);
#endif
  recur_back_body<Lanes<4>>(gradient);
}

PackedMatrix::PackedMatrix(std::size_t input, std::size_t output, std::span<const std::int8_t> bytes, std::span<const float> column_scales)
    : inputs(input), outputs(output), scales(column_scales.begin(), column_scales.end()) {
  const std::size_t panels = (output + kPanel - 1) / kPanel;
  lines.assign(panels * (input / 4) * 2, Line{});
  offsets.assign(panels * kPanel, 0);
  for (std::size_t k = 0; k < input; ++k)
    for (std::size_t o = 0; o < output; ++o) {
      const auto weight = bytes[k * output + o];
      const std::size_t at = o % kPanel * 4 + k % 4;
      lines[(o / kPanel * (input / 4) + k / 4) * 2 + at / 64].bytes[at % 64] = weight;
      offsets[o] -= kZeroInput * weight;
    }
}

void quantize(std::size_t rows, std::size_t width, const float* values, std::uint8_t* bytes, float* steps) {
#if defined(__x86_64__)
  if (kIsa >= Isa::avx512) return quantize_avx512(rows, width, values, bytes, steps);
  if (kIsa == Isa::avx2) return quantize_avx2(rows, width, values, bytes, steps);
#endif
  quantize_body(rows, width, values, bytes, steps);
}

void multiply(const PackedMatrix& matrix, std::size_t rows, const std::uint8_t* bytes, const float* steps, const float* bias, float* out) {
  const ByteProduct product{&matrix, rows, bytes, steps, bias, out};
#if defined(__x86_64__)
  if (kIsa == Isa::vnni) return multiply_bytes_vnni(product);
  if (kIsa >= Isa::avx2) return multiply_bytes_avx2(product);
#endif
  multiply_bytes_plain(product);
}

void sum_rows(const std::int8_t* table, const float* scales, std::size_t width, std::span<const std::uint32_t> rows, float* out) {
#if defined(__x86_64__)
  if (kIsa >= Isa::avx512) return sum_rows_avx512(table, scales, width, rows.data(), rows.size(), out);
  if (kIsa == Isa::avx2) return sum_rows_avx2(table, scales, width, rows.data(), rows.size(), out);
#endif
  sum_rows_body<Lanes<4>>(table, scales, width, rows.data(), rows.size(), out);
}

}  // namespace entente::kernels
