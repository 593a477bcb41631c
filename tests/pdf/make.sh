#!/usr/bin/env bash
# Makes the PDF files of this folder from their sources. Needs Debian's packages groff and qpdf; the tests need neither, as the files are kept.
set -euo pipefail
cd "$(dirname "$0")"
export SOURCE_DATE_EPOCH=1731369600 TZ=UTC

groff -Tpdf -ms -mpdf -K utf8 one_column.ms >one_column.pdf
groff -Tpdf -P-p4.2i,8.2i -ms -mpdf -K utf8 two_columns.ms >two_columns.pdf
groff -Tpdf -ms -mpdf -K utf8 blank.ms >blank.pdf
# Of one column, too: behind a password, cut off, and with a table of its objects that is wrong.
qpdf --static-id --static-aes-iv one_column.pdf --encrypt secret owner 128 --use-aes=y -- encrypted.pdf
head -c 400 one_column.pdf >truncated.pdf
sed 's/^0000000\([0-9]*\) 00000 n/0000001\1 00000 n/' one_column.pdf >wrong_table.pdf
