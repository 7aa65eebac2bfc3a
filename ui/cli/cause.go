package cli

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"syscall"

	"sendpath/decide/clean"
	"sendpath/decide/words"
)

// causes are the reasons of the operating system that users meet. Others are told as it names them.
var causes = []struct {
	err  error
	text words.Text
}{
	{fs.ErrNotExist, "there is no such file or folder"},
	{fs.ErrPermission, "that is not allowed"},
	{fs.ErrExist, "it exists already"},
	{syscall.EISDIR, "it is a folder"},
	{syscall.ENOTDIR, "a part of the path is no folder"},
	{syscall.ENOSPC, "the disk is full"},
	{syscall.EROFS, "the disk cannot be written to"},
	{syscall.EPIPE, "nobody reads it any more"},
	{io.ErrUnexpectedEOF, "it ends too early"},
	{os.ErrDeadlineExceeded, "it took too long"},
}

// cause is why something failed, without the operation and the path that our own sentence names.
func cause(err error) words.Sentence {
	for _, c := range causes {
		if errors.Is(err, c.err) {
			return words.Sentencef(c.text)
		}
	}
	if path, ok := errors.AsType[*fs.PathError](err); ok {
		err = path.Err
	}
	return words.Sentencef("%s", clean.Line(err.Error(), longestShown))
}
