#include "ingest/language/kernels.h"

#include <cmath>

#include "ingest/language/network.h"
#include "tests/catch.h"

using namespace entente;

namespace {

std::vector<float> numbers(std::size_t count, Random& random, float limit = 1) {
  std::vector<float> out(count);
  for (auto& x : out) x = (2 * random.uniform() - 1) * limit;
  return out;
}

}  // namespace

TEST_CASE("products of floats are the sums in order, for every size", "[kernels]") {
  Random random(1);
  for (const std::size_t m : {1U, 2U, 3U, 7U, 8U, 9U, 20U})
    for (const std::size_t n : {1U, 5U, 16U, 31U, 32U, 33U, 70U})
      for (const std::size_t k : {1U, 4U, 33U}) {
        CAPTURE(m, n, k);
        const auto a = numbers(m * k, random), b = numbers(k * n, random);
        auto c = numbers(m * n, random), wanted = c;
        for (std::size_t i = 0; i < m; ++i)
          for (std::size_t j = 0; j < n; ++j) {
            float sum = 0;
            for (std::size_t x = 0; x < k; ++x) sum += a[i * k + x] * b[x * n + j];
            wanted[i * n + j] += sum;
          }
        kernels::multiply(m, n, k, a.data(), k, b.data(), n, c.data(), n, true);
        float most = 0;
        for (std::size_t i = 0; i < m * n; ++i) most = std::max(most, std::fabs(c[i] - wanted[i]));
        CHECK(most < 1e-5F);
        std::vector<float> turned(k * m);
        kernels::transpose(m, k, a.data(), k, turned.data(), m);
        CHECK(turned[(k - 1) * m] == a[k - 1]);
      }
}

TEST_CASE("products of bytes are exact, for every size", "[kernels]") {
  Random random(2);
  for (const std::size_t rows : {1U, 3U, 8U, 13U})
    for (const std::size_t outputs : {1U, 17U, 32U, 50U, 100U})
      for (const std::size_t inputs : {8U, 64U, 256U}) {
        CAPTURE(rows, outputs, inputs);
        std::vector<std::int8_t> weights(inputs * outputs);
        for (auto& w : weights)
          w = static_cast<std::int8_t>(static_cast<int>(random.below(2 * kernels::kGreatestWeight + 1)) - kernels::kGreatestWeight);
        weights[0] = kernels::kGreatestWeight;
        const auto scales = numbers(outputs, random), bias = numbers(outputs, random);
        const auto values = numbers(rows * inputs, random, 3);
        const kernels::PackedMatrix matrix(inputs, outputs, weights, scales);
        std::vector<std::uint8_t> bytes(rows * inputs);
        std::vector<float> steps(rows), out(rows * outputs);
        kernels::quantize(rows, inputs, values.data(), bytes.data(), steps.data());
        kernels::multiply(matrix, rows, bytes.data(), steps.data(), bias.data(), out.data());
        std::size_t wrong = 0;
        for (std::size_t r = 0; r < rows; ++r) {
          for (std::size_t i = 0; i < inputs; ++i)
            wrong += std::fabs((bytes[r * inputs + i] - kernels::kZeroInput) * steps[r] - values[r * inputs + i]) > steps[r] * 0.51F ? 1 : 0;
          for (std::size_t o = 0; o < outputs; ++o) {
            std::int32_t sum = 0;
            for (std::size_t i = 0; i < inputs; ++i) sum += (bytes[r * inputs + i] - kernels::kZeroInput) * weights[i * outputs + o];
            const float scaled = static_cast<float>(sum) * (steps[r] * scales[o]);
            wrong += out[r * outputs + o] == scaled + bias[o] ? 0 : 1;
          }
        }
        CHECK(wrong == 0);
      }
}

TEST_CASE("the exponential is that of the C library", "[kernels]") {
  std::vector<float> x;
  for (float v = -80; v < 80; v += 0.37F) x.push_back(v);
  auto y = x;
  kernels::exponential(y);
  for (std::size_t i = 0; i < x.size(); ++i) {
    CAPTURE(x[i]);
    CHECK(std::fabs(y[i] / std::exp(x[i]) - 1) < 1e-6F);
  }
}

TEST_CASE("reading takes the recurrent unit's step as learning does, but for less than a byte shows", "[kernels]") {
  Random random(5);
  constexpr std::size_t n = 64;
  for (const float size : {0.5F, 5.0F, 100.0F, 1e6F}) {
    CAPTURE(size);
    auto u = numbers(3 * n, random, size);
    const auto x = numbers(n, random), gates = numbers(4 * n, random), before = numbers(n, random);
    for (std::size_t i = 0; i < n; ++i) u[i] /= size;  // what the unit takes in, beside gates of that size
    std::vector<float> cell(n), out(n), near_cell(n), near_out(n);
    kernels::recur({n, u.data(), x.data(), gates.data(), before.data(), cell.data(), out.data()});
    kernels::recur_near({n, u.data(), x.data(), gates.data(), before.data(), near_cell.data(), near_out.data()});
    float most = 0;
    for (std::size_t i = 0; i < n; ++i) most = std::max({most, std::fabs(cell[i] - near_cell[i]), std::fabs(out[i] - near_out[i])});
    CHECK(most < 3e-4F);
  }
}

TEST_CASE("gradients of the recurrent unit are its slopes", "[kernels]") {
  Random random(3);
  constexpr std::size_t n = 16;
  auto u = numbers(3 * n, random), x = numbers(n, random), gates = numbers(4 * n, random), before = numbers(n, random);
  const auto out_weight = numbers(n, random), cell_weight = numbers(n, random);
  const auto value = [&] {
    std::vector<float> cell(n), out(n);
    kernels::recur({n, u.data(), x.data(), gates.data(), before.data(), cell.data(), out.data()});
    double sum = 0;
    for (std::size_t i = 0; i < n; ++i) sum += static_cast<double>(out[i] * out_weight[i] + cell[i] * cell_weight[i]);
    return sum;
  };
  std::vector<float> cell(n), out(n), du(3 * n), dx(n), dgates(4 * n), dcell = cell_weight;
  const kernels::RecurrentStep step{n, u.data(), x.data(), gates.data(), before.data(), cell.data(), out.data()};
  kernels::recur(step);
  kernels::recur_back({step, out_weight.data(), dcell.data(), du.data(), dx.data(), dgates.data()});
  const auto check = [&](std::vector<float>& at, const std::vector<float>& gradient) {
    for (std::size_t i = 0; i < at.size(); ++i) {
      const float old = at[i];
      at[i] = old + 0.01F;
      const double up = value();
      at[i] = old - 0.01F;
      const double down = value();
      at[i] = old;
      CHECK(std::fabs((up - down) / 0.02 - static_cast<double>(gradient[i])) < 2e-3);
    }
  };
  check(u, du);
  check(x, dx);
  check(gates, dgates);
  check(before, dcell);
}

TEST_CASE("rows of the table are summed", "[kernels]") {
  for (const std::size_t width : {16U, 48U, 64U, 128U}) {
    std::vector<std::int8_t> table(3 * width);
    for (std::size_t i = 0; i < table.size(); ++i) table[i] = static_cast<std::int8_t>(static_cast<int>(i * 37 % 255) - 127);
    const std::vector<float> scales = {1, 0.5F, 2};
    const std::vector<std::uint32_t> rows = {2, 0, 2};
    std::vector<float> out(width);
    kernels::sum_rows(table.data(), scales.data(), width, rows, out.data());
    for (std::size_t i = 0; i < width; ++i) CHECK(out[i] == 4.0F * table[2 * width + i] + table[i]);
  }
}
