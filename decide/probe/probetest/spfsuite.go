package probetest

import (
	"errors"
	"io"
	"os"
	"testing"

	"go.yaml.in/yaml/v3"
)

// SPFTests is how many tests the RFC 7208 suite has.
const SPFTests = 203

// An SPFSuite is one document of the RFC 7208 test suite (openspf.org, "rfc7208-tests.yml"). Its zone holds
// for each name the records, by type, in the order of the file.
type SPFSuite struct {
	Description string
	Tests       map[string]SPFTest
	Zone        map[string][]map[string]Strings `yaml:"zonedata"`
}

// An SPFTest is a message, and the results that the suite allows for it.
type SPFTest struct {
	Helo, Host, Mailfrom string
	Result               Strings
	Explanation          string // "" where none is tested, "DEFAULT" for none
}

// Strings is a YAML scalar or a sequence of scalars.
type Strings []string

// UnmarshalYAML reads a scalar as the only string.
func (l *Strings) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind == yaml.ScalarNode {
		*l = Strings{n.Value}
		return nil
	}
	return n.Decode((*[]string)(l))
}

// SPFSuites reads the suite from the file at path.
func SPFSuites(t testing.TB, path string) []SPFSuite {
	t.Helper()
	file, err := os.Open(path)
	must(t, err)
	defer file.Close()
	var suites []SPFSuite
	for decoder := yaml.NewDecoder(file); ; {
		var s SPFSuite
		err := decoder.Decode(&s)
		if errors.Is(err, io.EOF) {
			return suites
		}
		must(t, err)
		suites = append(suites, s)
	}
}
