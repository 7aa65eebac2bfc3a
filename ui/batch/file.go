package batch

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"sendpath/decide"
	"sendpath/decide/clean"
	"sendpath/decide/evidence"
	"sendpath/decide/words"
)

// maxFile bounds an answers file, in octets.
const maxFile = 1 << 20

// A File is what an answers file holds. Everything but Entries comes from a saved plan only.
type File struct {
	Entries  []Entry
	AsOf     decide.Day
	Evidence evidence.Set
	Ignored  []string // the names of answers that the plan did not need, and does not hold
}

// ReadFile reads an answers file or a saved plan, YAML or JSON. name stands in the messages. All problems
// are returned, not only the first; the error is the reader's.
func ReadFile(r io.Reader, name string, questions *decide.Questionnaire) (File, Problems, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxFile+1))
	if err != nil {
		return File{}, nil, err
	}
	f := fileReader{name: name, questions: questions}
	if root := f.document(data); root != nil {
		f.read(root)
	}
	return f.file, f.problems, nil
}

type fileReader struct {
	name      string
	questions *decide.Questionnaire
	file      File
	problems  Problems
}

func (f *fileReader) wrong(line int, key string, what words.Text, args ...any) {
	f.problems = append(f.problems, problem(Place{f.name, line, key}, what, args...))
}

// document returns the one mapping of the file, nil when there is none.
func (f *fileReader) document(data []byte) *yaml.Node {
	data = bytes.TrimPrefix(data, []byte(byteOrderMark))
	switch {
	case len(data) > maxFile:
		f.wrong(0, "", "the file is larger than %d bytes", maxFile)
		return nil
	case !utf8.Valid(data):
		f.wrong(1+bytes.Count(data[:firstInvalid(data)], []byte("\n")), "", "the file is not UTF-8: save it with that encoding")
		return nil
	}
	root := f.parse(data)
	if root != nil && root.Kind != yaml.MappingNode {
		f.wrong(root.Line, "", "these are no answers: expected keys with values, such as \"domain: contoso.com\"")
		return nil
	}
	return root
}

func firstInvalid(data []byte) int {
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return len(data)
}

// parse reads JSON where the text is that, since a few texts are JSON and not YAML, else YAML.
func (f *fileReader) parse(data []byte) *yaml.Node {
	if root := parseJSON(data); root != nil {
		return root
	}
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	var first, second yaml.Node
	if err := decoder.Decode(&first); errors.Is(err, io.EOF) {
		f.wrong(1, "", "the file holds no answers")
		return nil
	} else if err != nil {
		f.notYAML(err)
		return nil
	}
	switch err := decoder.Decode(&second); {
	case err == nil:
		f.wrong(second.Line, "", "a second document begins here: an answers file holds one")
		return nil
	case !errors.Is(err, io.EOF):
		f.notYAML(err)
		return nil
	}
	return first.Content[0]
}

var yamlLine = regexp.MustCompile(`^yaml: line (\d+):`)

// notYAML leaves the parser's own words out: they are English, and may quote a secret.
func (f *fileReader) notYAML(err error) {
	line := 0
	if found := yamlLine.FindStringSubmatch(err.Error()); found != nil {
		line, _ = strconv.Atoi(found[1])
	}
	f.wrong(line, "", "this is not YAML: check indentation, quotes, colons, and that no anchor or tag is used")
}

func (f *fileReader) read(root *yaml.Node) {
	for key := range pairs(root) {
		if key.Kind == yaml.ScalarNode && key.Value == "schema" {
			f.readRecord(root)
			return
		}
	}
	f.readAnswers(root)
}

// pairs yields the keys and values of a mapping.
func pairs(mapping *yaml.Node) func(func(key, value *yaml.Node) bool) {
	return func(yield func(key, value *yaml.Node) bool) {
		for i := 0; i+1 < len(mapping.Content); i += 2 {
			if !yield(mapping.Content[i], mapping.Content[i+1]) {
				return
			}
		}
	}
}

func (f *fileReader) readAnswers(mapping *yaml.Node) {
	seen := map[string]int{}
	for key, value := range pairs(mapping) {
		if !f.isKey(key, seen) || !f.isPlain(key.Value, value) {
			continue
		}
		if q, known := f.questions.ByName(key.Value); known {
			f.readAnswer(q, key.Line, value)
		} else {
			f.unknownKey(key)
		}
	}
}

// isKey checks the form of a key, and that it comes once.
func (f *fileReader) isKey(key *yaml.Node, seen map[string]int) bool {
	switch {
	case key.Kind != yaml.ScalarNode:
		f.wrong(key.Line, "", "found %s where a key should be", kindName(key))
		return false
	case looksSecret(key.Value):
		f.wrong(key.Line, key.Value, "an answers file never holds a password: remove this line")
		return false
	case !f.isPlain(key.Value, key):
		return false
	case seen[key.Value] > 0:
		f.wrong(key.Line, key.Value, "the key was given before, in line %d", seen[key.Value])
		return false
	}
	seen[key.Value] = key.Line
	return true
}

// isPlain refuses what makes YAML mean more than it shows: anchors, aliases and tags.
func (f *fileReader) isPlain(key string, n *yaml.Node) bool {
	switch {
	case n.Kind == yaml.AliasNode:
		f.wrong(n.Line, key, "an alias (*) stands here: write the value out")
		return false
	case n.Anchor != "":
		f.wrong(n.Line, key, "an anchor (&) stands here: remove it")
		return false
	case n.Style&yaml.TaggedStyle != 0:
		f.wrong(n.Line, key, "a tag (!) stands here: remove it")
		return false
	}
	for _, child := range n.Content {
		if !f.isPlain(key, child) {
			return false
		}
	}
	return true
}

func (f *fileReader) unknownKey(key *yaml.Node) {
	if near := nearest(f.questions, key.Value); near != "" {
		f.wrong(key.Line, key.Value, "unknown key; did you mean %s?", near)
		return
	}
	f.wrong(key.Line, key.Value, "unknown key; \"sendpath questions\" lists the keys")
}

func (f *fileReader) readAnswer(q *decide.Question, line int, value *yaml.Node) {
	text, ok := textOf(q, value)
	if !ok {
		f.wrongType(q, line, value)
		return
	}
	if value.Kind == yaml.SequenceNode && text == "" {
		return // an empty list is an answer not given
	}
	f.file.Entries = append(f.file.Entries, Entry{Place{f.name, line, q.Name()}, q, text})
}

// textOf returns a value as one text.
func textOf(q *decide.Question, value *yaml.Node) (string, bool) {
	if isText(value) {
		return value.Value, true
	}
	if value.Kind != yaml.SequenceNode || !q.List {
		return "", false
	}
	var items []string
	for _, item := range value.Content {
		if !isText(item) {
			return "", false
		}
		items = append(items, item.Value)
	}
	return strings.Join(items, " "), true
}

// isText takes numbers and booleans as they are written: 1.2 is the text "1.2".
func isText(n *yaml.Node) bool { return n.Kind == yaml.ScalarNode && n.ShortTag() != "!!null" }

func (f *fileReader) wrongType(q *decide.Question, line int, value *yaml.Node) {
	found := kindName(value)
	switch {
	case len(q.Choices) > 0:
		f.wrong(line, q.Name(), "found %s; allowed: %s", found, strings.Join(q.Values(), ", "))
	case q.List:
		f.wrong(line, q.Name(), "found %s; allowed: a text, or a list of texts", found)
	default:
		f.wrong(line, q.Name(), "found %s; allowed: a text", found)
	}
}

// kindName names what stands in place of a text, in YAML's words.
func kindName(n *yaml.Node) string {
	switch n.Kind {
	case yaml.MappingNode:
		return "{...}"
	case yaml.SequenceNode:
		return "[...]"
	case yaml.AliasNode:
		return "*..."
	}
	if n.ShortTag() == "!!null" {
		return "null"
	}
	return fmt.Sprintf("%q", clean.Line(n.Value, longestShown))
}
