package cli

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// The bounds of the house. A table may be as long as its data, so lines of composite literals do not count.
const (
	longestFile     = 450 // lines
	longestFunction = 60
	longFunction    = 45 // nine of ten are no longer
	usualFunction   = 15 // the median is no longer
)

// TestTheHouseIsKept: files and functions stay short enough to be read at one go.
func TestTheHouseIsKept(t *testing.T) {
	var lengths []int
	for name, source := range sources(t, "../..") {
		if lines := source.lines(source.file); lines > longestFile {
			t.Errorf("%s has %d lines beside its tables, more than %d", name, lines, longestFile)
		}
		for _, declaration := range source.file.Decls {
			f, ok := declaration.(*ast.FuncDecl)
			if !ok {
				continue
			}
			lines := source.lines(f)
			if lines > longestFunction {
				t.Errorf("%s: %s has %d lines beside its tables, more than %d", name, f.Name.Name, lines, longestFunction)
			}
			if !strings.HasSuffix(name, "_test.go") {
				lengths = append(lengths, lines)
			}
		}
	}
	slices.Sort(lengths)
	median, nineOfTen := lengths[len(lengths)/2], lengths[len(lengths)*9/10]
	if median > usualFunction || nineOfTen > longFunction {
		t.Errorf("functions have %d lines in the median and nine of ten up to %d; want %d and %d", median, nineOfTen, usualFunction, longFunction)
	}
}

// A goSource is a parsed file.
type goSource struct {
	positions *token.FileSet
	file      *ast.File
}

// sources parses all Go files below root, those of tests too.
func sources(t *testing.T, root string) map[string]goSource {
	t.Helper()
	found := map[string]goSource{}
	err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && (entry.Name() == ".git" || entry.Name() == "testdata"):
			return fs.SkipDir
		case !strings.HasSuffix(name, ".go"):
			return nil
		}
		positions := token.NewFileSet()
		file, err := parser.ParseFile(positions, name, nil, parser.SkipObjectResolution)
		found[name] = goSource{positions, file}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// lines counts the lines of a node, without the inner ones of its tables.
func (s goSource) lines(node ast.Node) int {
	span := func(n ast.Node) int { return s.positions.Position(n.End()).Line - s.positions.Position(n.Pos()).Line }
	lines := span(node) + 1
	ast.Inspect(node, func(n ast.Node) bool {
		if table, ok := n.(*ast.CompositeLit); ok {
			lines -= max(0, span(table)-1)
			return false
		}
		return true
	})
	return lines
}
