package ui

import (
	"errors"
	"io"
	"os"
)

var errUnfitFile = errors.New("it is no file, or too large")

// readWhole reads a file of at most so many octets. What is no file, a pipe say, is not opened: it might keep
// the program waiting.
func readWhole(path string, most int64) ([]byte, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular() || info.Size() > most:
		return nil, errUnfitFile
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(io.LimitReader(file, most)) // it may have grown
}
