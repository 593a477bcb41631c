#pragma once

#include <rocksdb/merge_operator.h>
#include <memory>

namespace entente::store {

// The merge operators by which ingest adds to a value that it has not read. An operand has the form of a value; merging is the
// add() of aggregate.h. A value or operand that does not decode fails the read with Corruption. The names are stored by RocksDB.

std::shared_ptr<rocksdb::MergeOperator> edge_merge_operator();    ///< out, in
std::shared_ptr<rocksdb::MergeOperator> day_merge_operator();     ///< out_day, in_day
std::shared_ptr<rocksdb::MergeOperator> node_merge_operator();    ///< node
std::shared_ptr<rocksdb::MergeOperator> degree_merge_operator();  ///< degree
std::shared_ptr<rocksdb::MergeOperator> count_merge_operator();   ///< counter, node_day

}  // namespace entente::store
