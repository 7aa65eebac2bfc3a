package cli

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// readme returns a section of the README.
func readme(t *testing.T, title string) string {
	t.Helper()
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, section, found := strings.Cut(string(text), "\n## "+title+"\n")
	if !found {
		t.Fatalf("the README has no section %q", title)
	}
	section, _, _ = strings.Cut(section, "\n## ")
	return section
}

// tableRows returns the cells of the first table in a section, without its head.
func tableRows(t *testing.T, section string) [][]string {
	t.Helper()
	var rows [][]string
	for line := range strings.Lines(section) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "|") {
			rows = append(rows, strings.Split(strings.Trim(line, "| "), " | "))
		} else if len(rows) > 0 {
			break
		}
	}
	if len(rows) < 3 {
		t.Fatal("the section has no table")
	}
	return rows[2:]
}

// inCode finds what stands in backticks.
var inCode = regexp.MustCompile("`([^`]+)`")

// Each line of the threat model names the tests that hold it, and they exist.
func TestEveryThreatHasItsTests(t *testing.T) {
	for _, row := range tableRows(t, readme(t, "What it is safe against")) {
		if len(row) != 4 {
			t.Errorf("%q: %d cells, want who, what, what holds, tests", row[0], len(row))
			continue
		}
		named := inCode.FindAllStringSubmatch(row[3], -1)
		if len(named) == 0 {
			t.Errorf("%q names no test", row[0])
		}
		for _, name := range named {
			if !testExists(t, name[1]) {
				t.Errorf("%q: there is no test %s", row[0], name[1])
			}
		}
	}
}

// testExists looks for a test as the table names it: the package's folder, a dot, the function; a story of
// TestScripts behind a slash; or a script of .ci.
func testExists(t *testing.T, name string) bool {
	t.Helper()
	if strings.HasPrefix(name, ".ci/") {
		_, err := os.Stat(filepath.Join("../..", name))
		return err == nil
	}
	folder, function, _ := strings.Cut(name, ".")
	function, story, isStory := strings.Cut(function, "/")
	if isStory {
		if _, err := os.Stat(filepath.Join("../..", folder, "testdata/script", story+".txtar")); err != nil {
			return false
		}
	}
	files, err := filepath.Glob(filepath.Join("../..", folder, "*_test.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(source), "\nfunc "+function+"(") {
			return true
		}
	}
	return false
}

// required are the lines of go.mod that name a module.
var required = regexp.MustCompile(`(?m)^\t(\S+) (v\S+)( // indirect)?$`)

// Each module that the sources import has a row with its version, each other one is named, and no row is left
// over.
func TestEveryDependencyIsArgued(t *testing.T) {
	gomod, err := os.ReadFile("../../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	section := readme(t, "Dependencies")
	versions := map[string]string{}
	for _, row := range tableRows(t, section) {
		if len(row) != 5 || row[1] == "" || row[2] == "" || row[4] == "" {
			t.Errorf("%q: want module, reason, licence, version with its day, state", row)
			continue
		}
		versions[strings.Trim(row[0], "`")], _, _ = strings.Cut(row[3], ",")
	}
	for _, module := range required.FindAllStringSubmatch(string(gomod), -1) {
		path, version, indirect := module[1], module[2], module[3] != ""
		switch got, listed := versions[path]; {
		case indirect && !strings.Contains(section, "`"+path+"`"):
			t.Errorf("%s is not named", path)
		case !indirect && !listed:
			t.Errorf("%s has no row", path)
		case !indirect && !strings.HasPrefix(version, got):
			t.Errorf("%s is %s, the table says %s", path, version, got)
		}
		delete(versions, path)
	}
	for path := range versions {
		t.Errorf("%s has a row, but is no dependency", path)
	}
}

// TestBothReadmesHaveTheSameParts: whoever adds a section to one adds it to the other.
func TestBothReadmesHaveTheSameParts(t *testing.T) {
	english, italian := outline(t, "../../README.md"), outline(t, "../README.it.md")
	if !slices.Equal(english, italian) {
		t.Errorf("the headings of README.md are %v, those of README.it.md %v", english, italian)
	}
}

// outline is the level of each heading of a document.
func outline(t *testing.T, path string) []int {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var levels []int
	for _, heading := range headings.FindAllString(string(text), -1) {
		levels = append(levels, len(heading))
	}
	return levels
}

var headings = regexp.MustCompile(`(?m)^#+`)
