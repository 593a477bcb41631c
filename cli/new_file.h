#pragma once

#include <filesystem>
#include <list>
#include <memory>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "cli/print.h"
#include "export/exporter.h"

namespace entente::cli {

/// A file that appears under its name only when it is complete. What was there stays until then. A device or a pipe is written as it is.
class NewFile {
 public:
  explicit NewFile(const std::filesystem::path& file);
  ~NewFile();
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;

  /// To write to; -1 where the file cannot be made, with errno.
  int descriptor() const { return descriptor_; }

  /// Puts the file under its name, on disk. Returns the errno of what failed; 0 for nothing.
  int commit();

 private:
  std::filesystem::path file_, temporary_;
  int descriptor_ = -1;
};

/// A folder that appears under its name only when all its files are complete. It takes the place of a folder that a NewFolder made and nobody added
/// to, or of an empty one, and of nothing else.
class NewFolder : public ExportFolder {
 public:
  /// Errors: InvalidInput where something else has the name; Io.
  static Result<std::unique_ptr<NewFolder>> make(const std::filesystem::path& folder);
  ~NewFolder() override;
  NewFolder(const NewFolder&) = delete;
  NewFolder& operator=(const NewFolder&) = delete;

  std::ostream& file(std::string_view name) override;

  /// Puts the folder under its name, on disk. Returns the errno of what failed, here or in writing a file; 0 for nothing.
  int commit();

 private:
  struct File {
    File(std::string called, int opened);
    ~File();
    File(const File&) = delete;
    File& operator=(const File&) = delete;

    std::string name;
    int descriptor;
    DescriptorBuffer buffer;
    std::ostream stream;
  };

  NewFolder(std::filesystem::path folder, std::filesystem::path temporary) : folder_(std::move(folder)), temporary_(std::move(temporary)) {}
  void open(std::string_view name);
  int finish_files();
  int take_place() const;

  std::filesystem::path folder_, temporary_;
  std::list<File> files_;
  int error_ = 0;  // of opening a file
};

}  // namespace entente::cli
