#include "graph/store/merge.h"

#include "graph/store/codec.h"

namespace entente::store {
namespace {

std::string_view view(const rocksdb::Slice& slice) { return {slice.data(), slice.size()}; }

struct EdgeSum {
  static constexpr const char* name = "entente.edge";
  using Value = EdgeAggregate;
  static bool add(Value& sum, std::string_view bytes) {
    Value part;
    if (!decode(bytes, part)) return false;
    store::add(sum, part);
    return true;
  }
  static std::string encoded(const Value& sum) { return encode(sum); }
};

struct DaySum {
  static constexpr const char* name = "entente.day";
  using Value = EdgeAggregate;
  static bool add(Value& sum, std::string_view bytes) {
    Value part;
    if (!decode_day_sum(bytes, part)) return false;
    store::add(sum, part);
    return true;
  }
  static std::string encoded(const Value& sum) { return encode_day_sum(sum); }
};

struct NodeSum {
  static constexpr const char* name = "entente.node";
  using Value = NodeRecord;
  static bool add(Value& sum, std::string_view bytes) {
    Value part;
    if (!decode(bytes, part) || (!sum.id.empty() && sum.id != part.id)) return false;
    sum.add(part);
    return true;
  }
  static std::string encoded(const Value& sum) { return encode(sum); }
};

struct DegreeSum {
  static constexpr const char* name = "entente.degree";
  using Value = Degrees;
  static bool add(Value& sum, std::string_view bytes) {
    Value part;
    if (!decode(bytes, part)) return false;
    store::add(sum, part);
    return true;
  }
  static std::string encoded(const Value& sum) { return encode(sum); }
};

struct CountSum {
  static constexpr const char* name = "entente.count";
  using Value = std::uint64_t;
  static bool add(Value& sum, std::string_view bytes) {
    Value part = 0;
    if (!decode_counter(bytes, part)) return false;
    sum += part;
    return true;
  }
  static std::string encoded(const Value& sum) { return encode_counter(sum); }
};

/// All operands are added to one decoded sum, so that a value with many operands is decoded and encoded once.
template <class Sum>
class SumOperator : public rocksdb::MergeOperator {
 public:
  const char* Name() const override { return Sum::name; }

  bool FullMergeV2(const MergeOperationInput& in, MergeOperationOutput* out) const override {
    typename Sum::Value sum{};
    if (in.existing_value != nullptr && !Sum::add(sum, view(*in.existing_value))) return false;
    for (const rocksdb::Slice& operand : in.operand_list)
      if (!Sum::add(sum, view(operand))) return false;
    out->new_value = Sum::encoded(sum);
    return true;
  }

  bool PartialMergeMulti(const rocksdb::Slice&, const std::deque<rocksdb::Slice>& operands, std::string* result, rocksdb::Logger*) const override {
    typename Sum::Value sum{};
    for (const rocksdb::Slice& operand : operands)
      if (!Sum::add(sum, view(operand))) return false;
    *result = Sum::encoded(sum);
    return true;
  }
};

}  // namespace

std::shared_ptr<rocksdb::MergeOperator> edge_merge_operator() { return std::make_shared<SumOperator<EdgeSum>>(); }
std::shared_ptr<rocksdb::MergeOperator> day_merge_operator() { return std::make_shared<SumOperator<DaySum>>(); }
std::shared_ptr<rocksdb::MergeOperator> node_merge_operator() { return std::make_shared<SumOperator<NodeSum>>(); }

std::shared_ptr<rocksdb::MergeOperator> degree_merge_operator() { return std::make_shared<SumOperator<DegreeSum>>(); }
std::shared_ptr<rocksdb::MergeOperator> count_merge_operator() { return std::make_shared<SumOperator<CountSum>>(); }

}  // namespace entente::store
