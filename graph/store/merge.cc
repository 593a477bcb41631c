#include "graph/store/merge.h"

#include "graph/store/codec.h"

namespace entente::store {
namespace {

// What each operator adds: its stored name, and how a value is read and written. The sums are those of aggregate.h.

struct EdgeSum {
  static constexpr const char* name = "entente.edge";
  using Value = EdgeAggregate;
  static bool read(std::string_view bytes, Value& value) { return decode(bytes, value); }
  static std::string write(const Value& value) { return encode(value); }
};

struct DaySum {
  static constexpr const char* name = "entente.day";
  using Value = EdgeAggregate;
  static bool read(std::string_view bytes, Value& value) { return decode_day_sum(bytes, value); }
  static std::string write(const Value& value) { return encode_day_sum(value); }
};

struct NodeSum {
  static constexpr const char* name = "entente.node";
  using Value = NodeRecord;
  static bool read(std::string_view bytes, Value& value) { return decode(bytes, value); }
  static std::string write(const Value& value) { return encode(value); }
};

struct DegreeSum {
  static constexpr const char* name = "entente.degree";
  using Value = Degrees;
  static bool read(std::string_view bytes, Value& value) { return decode(bytes, value); }
  static std::string write(const Value& value) { return encode(value); }
};

struct CountSum {
  static constexpr const char* name = "entente.count";
  using Value = std::uint64_t;
  static bool read(std::string_view bytes, Value& value) { return decode_counter(bytes, value); }
  static std::string write(const Value& value) { return encode_counter(value); }
};

/// False where the two do not belong together.
template <class Value>
bool plus(Value& sum, const Value& part) {
  store::add(sum, part);
  return true;
}
bool plus(std::uint64_t& sum, std::uint64_t part) {
  sum += part;  // modulo 2^64
  return true;
}
bool plus(NodeRecord& sum, const NodeRecord& part) {
  if (!sum.id.empty() && sum.id != part.id) return false;
  sum.add(part);
  return true;
}

/// All operands are added to one decoded sum, so that a value with many operands is decoded and encoded once.
template <class Sum>
class SumOperator : public rocksdb::MergeOperator {
 public:
  const char* Name() const override { return Sum::name; }

  bool FullMergeV2(const MergeOperationInput& in, MergeOperationOutput* out) const override {
    typename Sum::Value sum{};
    if (in.existing_value != nullptr && !add(sum, *in.existing_value)) return false;
    for (const rocksdb::Slice& operand : in.operand_list)
      if (!add(sum, operand)) return false;
    out->new_value = Sum::write(sum);
    return true;
  }

  bool PartialMergeMulti(const rocksdb::Slice&, const std::deque<rocksdb::Slice>& operands, std::string* result, rocksdb::Logger*) const override {
    typename Sum::Value sum{};
    for (const rocksdb::Slice& operand : operands)
      if (!add(sum, operand)) return false;
    *result = Sum::write(sum);
    return true;
  }

 private:
  static bool add(typename Sum::Value& sum, const rocksdb::Slice& bytes) {
    typename Sum::Value part{};
    return Sum::read({bytes.data(), bytes.size()}, part) && plus(sum, part);
  }
};

}  // namespace

std::shared_ptr<rocksdb::MergeOperator> edge_merge_operator() { return std::make_shared<SumOperator<EdgeSum>>(); }
std::shared_ptr<rocksdb::MergeOperator> day_merge_operator() { return std::make_shared<SumOperator<DaySum>>(); }
std::shared_ptr<rocksdb::MergeOperator> node_merge_operator() { return std::make_shared<SumOperator<NodeSum>>(); }
std::shared_ptr<rocksdb::MergeOperator> degree_merge_operator() { return std::make_shared<SumOperator<DegreeSum>>(); }
std::shared_ptr<rocksdb::MergeOperator> count_merge_operator() { return std::make_shared<SumOperator<CountSum>>(); }

}  // namespace entente::store
