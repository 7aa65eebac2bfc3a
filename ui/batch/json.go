package batch

import (
	"bytes"
	"encoding/json"
	"fmt"

	"go.yaml.in/yaml/v3"
)

// parseJSON returns a JSON text as the same tree that YAML gives, with line numbers; nil when data is not
// one JSON object.
func parseJSON(data []byte) *yaml.Node {
	if start := bytes.TrimLeft(data, " \t\r\n"); len(start) == 0 || start[0] != '{' || !json.Valid(data) {
		return nil
	}
	r := jsonReader{data: data, decoder: json.NewDecoder(bytes.NewReader(data)), line: 1}
	r.decoder.UseNumber()
	root, err := r.value()
	if err != nil {
		return nil
	}
	return root
}

type jsonReader struct {
	data    []byte
	decoder *json.Decoder
	offset  int64
	line    int
}

// token returns the next token. No token spans lines.
func (r *jsonReader) token() (json.Token, error) {
	token, err := r.decoder.Token()
	end := r.decoder.InputOffset()
	r.line += bytes.Count(r.data[r.offset:end], []byte("\n"))
	r.offset = end
	return token, err
}

func (r *jsonReader) value() (*yaml.Node, error) {
	token, err := r.token()
	if err != nil {
		return nil, err
	}
	delim, nested := token.(json.Delim)
	if !nested {
		return r.scalar(token), nil
	}
	node := &yaml.Node{Kind: yaml.MappingNode, Line: r.line}
	if delim == '[' {
		node.Kind = yaml.SequenceNode
	}
	for r.decoder.More() {
		child, err := r.value()
		if err != nil {
			return nil, err
		}
		node.Content = append(node.Content, child)
	}
	_, err = r.token()
	return node, err
}

func (r *jsonReader) scalar(token json.Token) *yaml.Node {
	node := &yaml.Node{Kind: yaml.ScalarNode, Line: r.line, Tag: "!!str", Value: fmt.Sprint(token)}
	switch token.(type) {
	case nil:
		node.Tag = "!!null"
	case bool:
		node.Tag = "!!bool"
	case json.Number:
		node.Tag = "!!float"
	}
	return node
}
