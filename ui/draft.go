package ui

import (
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// A draft is a file that is on the disk, whole, under another name than its own: whenever the program is
// killed, its own name stands for a whole file or for none; where there are no links, for an empty one at
// worst.
type draft struct {
	name      string
	temporary string
}

// newDraft writes content beside the file it is for. Who may read it is mode, less what the umask forbids.
func newDraft(name string, content []byte, mode fs.FileMode) (draft, error) {
	temporary := filepath.Join(filepath.Dir(name), ".sendpath-"+rand.Text())
	file, err := os.OpenFile(temporary, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return draft{}, about(name, err)
	}
	_, err = file.Write(content)
	if err == nil {
		err = file.Sync()
	}
	if closing := file.Close(); err == nil {
		err = closing
	}
	if err != nil {
		os.Remove(temporary)
		return draft{}, about(name, err)
	}
	return draft{name, temporary}, nil
}

// about makes an error speak of the file that was to be written, whose temporary name says nothing.
func about(name string, err error) error {
	if path, ok := errors.AsType[*fs.PathError](err); ok {
		return &fs.PathError{Op: "write", Path: name, Err: path.Err}
	}
	return err
}

// place gives the draft its own name. Without replace, what somebody else made in the meantime is not
// lost: a link is made only where nothing is. File systems without links get an empty file first.
func (d draft) place(replace bool) error {
	if replace {
		return os.Rename(d.temporary, d.name)
	}
	err := os.Link(d.temporary, d.name)
	switch {
	case err == nil:
		return os.Remove(d.temporary)
	case errors.Is(err, fs.ErrExist):
		return alreadyThere{d.name}
	}
	if err := claim(d.name); err != nil {
		return err
	}
	if err := os.Rename(d.temporary, d.name); err != nil {
		os.Remove(d.name)
		return err
	}
	return nil
}

// claim makes an empty file where none is.
func claim(name string) error {
	f, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return alreadyThere{name}
	}
	if err != nil {
		return err
	}
	return f.Close()
}

// replaceFile puts content in the place of a file in one step.
func replaceFile(name string, content []byte, mode fs.FileMode) error {
	d, err := newDraft(name, content, mode)
	if err != nil {
		return err
	}
	if err := d.place(true); err != nil {
		os.Remove(d.temporary)
		return err
	}
	return nil
}
