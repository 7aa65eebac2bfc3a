package ui

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"strings"
	"syscall"

	"go.yaml.in/yaml/v3"

	"sendpath/decide"
	"sendpath/decide/words"
	"sendpath/render"
)

// A savedFile is one file that save writes.
type savedFile struct {
	name    string
	answers bool          // the answers as YAML; otherwise
	format  render.Format // the plan in this format
}

func fileNames(files []savedFile) []string {
	names := make([]string, len(files))
	for i, f := range files {
		names[i] = f.name
	}
	return names
}

// alreadyThere are files that were not replaced.
type alreadyThere []string

func (a alreadyThere) Error() string { return "already there: " + strings.Join(a, ", ") }

// writeFiles writes all files or, where one cannot be written or is there and may not be replaced, none:
// only when all are on the disk, under other names, does each get its own. What somebody else does in
// that moment may stop it half-way; the error tells.
func writeFiles(files []savedFile, p paper, lang *words.Language, replace bool) error {
	if err := lookForThere(files, replace); err != nil {
		return err
	}
	drafts := make([]draft, 0, len(files))
	defer func() {
		for _, d := range drafts {
			os.Remove(d.temporary)
		}
	}()
	for _, f := range files {
		content, err := f.content(p, lang)
		if err != nil {
			return err
		}
		d, err := newDraft(f.name, content, 0o644)
		if err != nil {
			return err
		}
		drafts = append(drafts, d)
	}
	for _, d := range drafts {
		if err := d.place(replace); err != nil {
			return err
		}
	}
	return nil
}

// lookForThere returns alreadyThere where files would be replaced that may not be. A folder never is.
func lookForThere(files []savedFile, replace bool) error {
	var there alreadyThere
	for _, f := range files {
		switch info, err := os.Lstat(f.name); {
		case errors.Is(err, fs.ErrNotExist):
		case err != nil:
			return err
		case !replace:
			there = append(there, f.name)
		case info.IsDir():
			return &fs.PathError{Op: "replace", Path: f.name, Err: syscall.EISDIR}
		}
	}
	if len(there) > 0 {
		return there
	}
	return nil
}

func (f savedFile) content(p paper, lang *words.Language) ([]byte, error) {
	if f.answers {
		return answersYAML(p.object())
	}
	var b bytes.Buffer
	err := p.write(&b, f.format, lang)
	return b.Bytes(), err
}

// answersYAML writes the answers as the file that --answers reads, in the order of the questions.
func answersYAML(object decide.AnswerObject) ([]byte, error) {
	object.Without = nil
	mapping := yaml.Node{Kind: yaml.MappingNode}
	for _, e := range object.Entries() {
		key := &yaml.Node{Kind: yaml.ScalarNode, Value: e.Question.Name()}
		mapping.Content = append(mapping.Content, key, yamlValue(e))
	}
	return yaml.Marshal(&mapping)
}

func yamlValue(e decide.Entry) *yaml.Node {
	if !e.Question.List {
		return yamlText(e.Value)
	}
	list := &yaml.Node{Kind: yaml.SequenceNode, Style: yaml.FlowStyle}
	for _, item := range strings.Fields(e.Value) {
		list.Content = append(list.Content, yamlText(item))
	}
	return list
}

// yamlText is a string whatever it looks like: yes and 1.2 are quoted.
func yamlText(s string) *yaml.Node {
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: s}
}
