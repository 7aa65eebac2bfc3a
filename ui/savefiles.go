package ui

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

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

// writeFiles writes all files or, where one is there that may not be replaced, none.
func writeFiles(files []savedFile, p paper, lang *words.Language, replace bool) error {
	var there alreadyThere
	for _, f := range files {
		if _, err := os.Lstat(f.name); err == nil && !replace {
			there = append(there, f.name)
		} else if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	if len(there) > 0 {
		return there
	}
	for _, f := range files {
		content, err := f.content(p, lang)
		if err != nil {
			return err
		}
		if err := writeWhole(f.name, content, replace); err != nil {
			return err
		}
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

// writeWhole writes a file so that it is there wholly or not at all. Without replace, the name is taken
// first: what somebody else made in the meantime is not lost.
func writeWhole(name string, content []byte, replace bool) error {
	if replace {
		return replaceFile(name, content, 0o644)
	}
	if err := claim(name); err != nil {
		return err
	}
	err := replaceFile(name, content, 0o644)
	if err != nil {
		os.Remove(name)
	}
	return err
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
	temporary, err := os.CreateTemp(filepath.Dir(name), ".sendpath-*")
	if err != nil {
		return err
	}
	_, err = temporary.Write(content)
	if err == nil {
		err = temporary.Sync()
	}
	if closing := temporary.Close(); err == nil {
		err = closing
	}
	if err == nil {
		err = os.Chmod(temporary.Name(), mode)
	}
	if err == nil {
		err = os.Rename(temporary.Name(), name)
	}
	if err != nil {
		os.Remove(temporary.Name())
	}
	return err
}
