package cli

import (
	"crypto/rand"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/pflag"

	"sendpath/decide"
	"sendpath/decide/words"
	"sendpath/render"
)

// outputFlags say where results go.
type outputFlags struct {
	path  string
	force bool
	whole bool // leave nothing out of assets
}

func (o *outputFlags) register(e *environment, flags *pflag.FlagSet) {
	flags.StringVar(&o.path, "output", "", e.lang.Say("`FILE|DIR` to write to in place of standard output"))
	flags.BoolVar(&o.force, "force", false, e.lang.Say("overwrite files that exist"))
}

// render writes a plan as the flags want it.
func (o *outputFlags) render(w io.Writer, f render.Format, plan decide.Plan, lang *words.Language) error {
	if o.whole {
		return render.WriteWhole(w, f, plan, lang)
	}
	return render.Write(w, f, plan, lang)
}

// files returns a path for each format, "" for standard output. name is that of a file in a directory,
// without extension.
func (o *outputFlags) files(name string, formats []render.Format) ([]string, error) {
	if o.isDir(len(formats)) {
		return o.inDir(name, formats)
	}
	if len(formats) > 1 {
		return nil, misuse("", words.Sentencef("several formats need a directory: --output DIR"))
	}
	if o.path == "-" {
		return []string{""}, nil
	}
	return []string{o.path}, nil
}

// isDir tells a directory from a file: it exists, is written with a slash, or several formats need one.
func (o *outputFlags) isDir(formats int) bool {
	if o.path == "" || o.path == "-" {
		return false
	}
	info, err := os.Stat(o.path)
	return formats > 1 || err == nil && info.IsDir() || strings.HasSuffix(filepath.ToSlash(o.path), "/")
}

// inDir makes the directory and names a file in it for each format.
func (o *outputFlags) inDir(name string, formats []render.Format) ([]string, error) {
	if err := os.MkdirAll(o.path, 0o777); err != nil {
		return nil, unwritable(o.path, err)
	}
	files := make([]string, len(formats))
	for i, format := range formats {
		files[i] = filepath.Join(o.path, name+"."+render.Extension(format))
	}
	return files, nil
}

// longestName keeps a file's name, with row and extension, within what file systems take (255 octets).
const longestName = 200

// fileName is a domain as the name of a file. A domain in canonical form has only letters, digits,
// dashes and dots.
func fileName(domain string) string { return domain[:min(len(domain), longestName)] }

// write writes a result to a file, or to standard output where path is "".
func (e *environment) write(path string, content []byte, force bool) error {
	if path == "" {
		return e.print(string(content))
	}
	if err := writeFile(path, content, force); err != nil {
		return unwritable(path, err)
	}
	return nil
}

var errExists = errors.New("it exists")

func unwritable(path string, err error) error {
	if errors.Is(err, errExists) {
		return misuse("choose another name, or overwrite it with --force", words.Sentencef("%s exists already and was left as it is", quoted(path)))
	}
	return misuse("", words.Sentencef("%s cannot be written: %s", quoted(path), cause(err)))
}

// writeFile writes a file whole or not at all. A file with content is left alone unless force is set.
func writeFile(path string, content []byte, force bool) error {
	return writeFileBy(path, force, func(w io.Writer) error {
		_, err := w.Write(content)
		return err
	})
}

// writeFileBy is writeFile for content that is written piece by piece. A file that is replaced stays as closed to
// others as it was.
func writeFileBy(path string, force bool, write func(io.Writer) error) error {
	mode := newFile
	switch info, err := os.Stat(path); {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return err
	case !info.Mode().IsRegular():
		return overwrite(path, write) // a device such as /dev/null: nothing to replace
	case info.Size() > 0 && !force:
		return errExists
	default:
		mode &= info.Mode()
	}
	temporary := filepath.Join(filepath.Dir(path), temporaryPrefix+rand.Text())
	if err := replace(temporary, path, mode, write); err != nil {
		os.Remove(temporary)
		return err
	}
	return nil
}

// newFile is the mode of a new file, before the umask.
const newFile fs.FileMode = 0o666

// temporaryPrefix begins the names of files that are being written. What follows is random: a number of
// the process would come again, in a container with every start.
const temporaryPrefix = ".sendpath-"

// sweep removes what a killed run was writing to a directory. What cannot be removed harms nobody.
func sweep(dir string) {
	entries, _ := os.ReadDir(dir)
	for _, entry := range entries {
		if entry.Type().IsRegular() && strings.HasPrefix(entry.Name(), temporaryPrefix) {
			os.Remove(filepath.Join(dir, entry.Name()))
		}
	}
}

func overwrite(path string, write func(io.Writer) error) error {
	file, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	return errors.Join(write(file), file.Close())
}

// replace writes the temporary file and gives it the name.
func replace(temporary, path string, mode fs.FileMode, write func(io.Writer) error) error {
	file, err := os.OpenFile(temporary, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return err
	}
	if err := errors.Join(write(file), file.Sync(), file.Close()); err != nil {
		return err
	}
	return os.Rename(temporary, path)
}
