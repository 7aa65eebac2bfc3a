package batch

import (
	"strconv"

	"go.yaml.in/yaml/v3"

	"sendpath/decide"
)

// readRecord reads a saved plan: its answers, customer, policy, day and evidence. What else it holds
// follows from those.
func (f *fileReader) readRecord(root *yaml.Node) {
	seen := map[string]int{}
	for key, value := range pairs(root) {
		if !f.isKey(key, seen) || !f.isPlain(key.Value, value) {
			continue
		}
		if read, ok := recordParts[key.Value]; ok {
			read(f, key.Value, value)
		}
	}
}

var recordParts = map[string]func(f *fileReader, key string, value *yaml.Node){
	"schema":   (*fileReader).readSchema,
	"answers":  (*fileReader).readRecordAnswers,
	"customer": (*fileReader).readRecordText,
	"policy":   (*fileReader).readRecordText,
	"as_of":    (*fileReader).readDay,
	"evidence": (*fileReader).readEvidence,
	"ignored":  (*fileReader).readIgnored,
}

func (f *fileReader) readSchema(key string, value *yaml.Node) {
	if value.Kind != yaml.ScalarNode || value.Value != strconv.Itoa(decide.Schema) {
		f.wrong(value.Line, key, "found %s; this version reads saved plans of schema %d", kindName(value), decide.Schema)
	}
}

func (f *fileReader) readRecordAnswers(key string, value *yaml.Node) {
	if value.Kind != yaml.MappingNode {
		f.wrong(value.Line, key, "found %s; expected the answers of a saved plan", kindName(value))
		return
	}
	f.readAnswers(value)
}

// readRecordText reads an answer that a plan holds beside the others, "" when it was not given.
func (f *fileReader) readRecordText(key string, value *yaml.Node) {
	q, known := f.questions.ByName(key)
	if known && !(isText(value) && value.Value == "") {
		f.readAnswer(q, value.Line, value)
	}
}

func (f *fileReader) readDay(key string, value *yaml.Node) {
	day, err := decide.ParseDay(value.Value)
	if err != nil || value.Kind != yaml.ScalarNode {
		f.wrong(value.Line, key, "found %s; expected a day as YYYY-MM-DD", kindName(value))
		return
	}
	f.file.AsOf = day
}

// An observation is decide.Observation as it stands in a record.
type observation struct {
	What    string   `yaml:"what"`
	From    string   `yaml:"from"`
	At      string   `yaml:"at"`
	Outcome string   `yaml:"outcome"`
	Records []string `yaml:"records"`
}

func (f *fileReader) readEvidence(key string, value *yaml.Node) {
	var list []observation
	if value.Kind != yaml.SequenceNode || value.Decode(&list) != nil {
		f.wrong(value.Line, key, "found %s; expected the evidence of a saved plan", kindName(value))
		return
	}
	observations := make([]decide.Observation, len(list))
	for i, o := range list {
		observations[i] = decide.Observation{What: o.What, From: o.From, At: o.At, Outcome: o.Outcome, Records: o.Records}
	}
	f.file.Evidence = decide.Replay(observations)
}

func (f *fileReader) readIgnored(key string, value *yaml.Node) {
	if value.Kind != yaml.SequenceNode || value.Decode(&f.file.Ignored) != nil {
		f.wrong(value.Line, key, "found %s; expected a list of keys", kindName(value))
	}
}
