package cli

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/pflag"
	"go.yaml.in/yaml/v3"

	"sendpath/decide"
	"sendpath/decide/probe/listen"
	"sendpath/decide/words"
	"sendpath/ui/batch"
)

// learntFlags say where to write what the device showed.
type learntFlags struct {
	file  string
	force bool
}

func (l *learntFlags) register(e *environment, flags *pflag.FlagSet) {
	flags.StringVar(&l.file, "answers", "", e.lang.Say("`FILE` with answers (YAML or JSON) to add what the device showed; it is made where there is none"))
	flags.BoolVar(&l.force, "force", false, e.lang.Say("replace answers in the file that differ from what the device showed"))
}

// An answersFile is an answers file that further answers are written into.
type answersFile struct {
	path    string
	content []byte // nothing but blanks where there is no file yet
	answers decide.Answers
}

// open reads the file before anybody walks to the device, so that what is wrong with it is said now.
func (l *learntFlags) open(e *environment) (answersFile, error) {
	if l.file == "" {
		return answersFile{}, nil
	}
	if l.file == "-" {
		return answersFile{}, misuse("", words.Sentencef("--answers: what the device shows is written to a file, which - is not"))
	}
	f := answersFile{path: l.file}
	in, err := os.Open(l.file)
	if errors.Is(err, fs.ErrNotExist) {
		_, err = os.Stat(filepath.Dir(l.file))
		if err != nil {
			return f, unwritable(l.file, err)
		}
		return f, nil
	}
	if err != nil {
		return f, unreadable(l.file, err)
	}
	defer in.Close()
	return f, f.read(e, in)
}

// maxAnswersFile is one octet more than package batch accepts.
const maxAnswersFile = 1<<20 + 1

func (f *answersFile) read(e *environment, in io.Reader) error {
	content, err := io.ReadAll(io.LimitReader(in, maxAnswersFile))
	if err != nil {
		return unreadable(f.path, err)
	}
	f.content = content
	if len(bytes.TrimSpace(content)) == 0 {
		return nil
	}
	file, problems, err := batch.ReadFile(bytes.NewReader(content), f.path, decide.Device)
	if err != nil {
		return unreadable(f.path, err)
	}
	answers, _, wrong := batch.Read(file.Entries, e.form())
	if problems = append(problems, wrong...); len(problems) > 0 {
		problems.Sort()
		return badInput(e.entriesHint(file.Entries, wrong), problems)
	}
	if isSavedPlan(content) {
		return misuse("name another file for the answers", words.Sentencef("%s is a saved plan, which stays as it is", quoted(f.path)))
	}
	f.answers = answers
	return nil
}

func isSavedPlan(content []byte) bool {
	var top map[string]yaml.Node
	if json.Valid(content) {
		var object map[string]json.RawMessage
		_ = json.Unmarshal(content, &object) // no object, no plan
		_, found := object["schema"]
		return found
	}
	_ = yaml.Unmarshal(content, &top)
	_, found := top["schema"]
	return found
}

// write adds what the device showed. The file is read again: it may have changed while the device was
// awaited. An answer that somebody gave is replaced only with --force; "unknown" is none.
func (l *learntFlags) write(e *environment, learnt []listen.Answer) error {
	if l.file == "" || len(learnt) == 0 {
		return nil
	}
	f, err := l.open(e)
	if err != nil {
		return err
	}
	changes := l.changes(e, f, learnt)
	if len(changes) == 0 {
		return nil
	}
	content, err := f.with(changes)
	if err != nil {
		return unwritable(f.path, err)
	}
	if err := writeFile(f.path, content, true); err != nil {
		return unwritable(f.path, err)
	}
	e.warn(words.Sentencef("written to %s: %s", f.path, entryList(changes)))
	return nil
}

// changes are the answers to write. What is left out is told.
func (l *learntFlags) changes(e *environment, f answersFile, learnt []listen.Answer) []decide.Entry {
	form := e.form()
	form.Domain = f.answers[decide.Domain]
	var changes []decide.Entry
	for _, a := range learnt {
		q, known := decide.Device.ByName(a.Key)
		if !known {
			continue
		}
		reading, err := batch.Value(q, a.Value, form)
		old := f.answers[q.Key]
		switch {
		case err != nil:
			e.warn(words.Sentencef("%s: not written to %s: %s", a.Key, f.path, said(err)))
		case old == reading.Value:
		case old == "", old == decide.Unknown, l.force:
			changes = append(changes, decide.Entry{Question: q, Value: reading.Value})
		default:
			e.note(problem)
			e.warn(words.Sentencef("%s: %s says %s, the device showed %s; the file keeps its answer, --force replaces it", a.Key, f.path, quoted(old), quoted(reading.Value)))
		}
	}
	return changes
}

// with returns the content of the file with the changes made. JSON is written anew, YAML keeps its
// comments and its order.
func (f answersFile) with(changes []decide.Entry) ([]byte, error) {
	if !json.Valid(f.content) {
		return f.withYAML(changes)
	}
	answers := f.answers
	for _, c := range changes {
		answers[c.Question.Key] = c.Value
	}
	content, err := json.MarshalIndent(decide.AnswerObject{Questions: decide.Device, Answers: answers}, "", "  ")
	return append(content, '\n'), err
}

func (f answersFile) withYAML(changes []decide.Entry) ([]byte, error) {
	var document yaml.Node
	if err := yaml.Unmarshal(f.content, &document); err != nil {
		return nil, err
	}
	if len(document.Content) == 0 {
		document = yaml.Node{Kind: yaml.DocumentNode, Content: []*yaml.Node{{Kind: yaml.MappingNode}}}
	}
	for _, c := range changes {
		put(document.Content[0], c)
	}
	var b bytes.Buffer
	encoder := yaml.NewEncoder(&b)
	encoder.SetIndent(2)
	err := errors.Join(encoder.Encode(&document), encoder.Close())
	return b.Bytes(), err
}

// put sets the value of a key, and keeps the comments around it. The value is a string whatever it looks
// like: 1.2 is quoted.
func put(mapping *yaml.Node, c decide.Entry) {
	name := c.Question.Name()
	for i := 0; i+1 < len(mapping.Content); i += 2 {
		if value := mapping.Content[i+1]; mapping.Content[i].Value == name {
			value.Kind, value.Tag, value.Style, value.Value, value.Content = yaml.ScalarNode, "!!str", 0, c.Value, nil
			return
		}
	}
	mapping.Content = append(mapping.Content,
		&yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: name},
		&yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: c.Value})
}

func entryList(entries []decide.Entry) string {
	var list []string
	for _, entry := range entries {
		list = append(list, entry.Question.Name()+": "+entry.Value)
	}
	return strings.Join(list, ", ")
}
