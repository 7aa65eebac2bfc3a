package decide

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// pureImports are what a pure package may import: nothing of it opens a file or a socket.
var pureImports = []string{
	"bufio", "bytes", "cmp", "crypto/sha256", "embed", "encoding", "encoding/base64", "encoding/binary", "encoding/csv", "encoding/hex", "encoding/json", "errors", "fmt", "html",
	"html/template", "io", "iter", "maps", "math", "mime/quotedprintable", "net/netip", "path", "reflect", "regexp", "slices", "sort", "strconv", "strings",
	"sync", "time", "unicode", "unicode/utf16", "unicode/utf8", "unsafe",
	"golang.org/x/net/idna", "golang.org/x/text/unicode/norm",
}

// clockFuncs are what a pure package may not call from package time.
var clockFuncs = []string{"Now", "Since", "Until", "Sleep", "After", "AfterFunc", "Tick", "NewTimer", "NewTicker"}

// TestThePureStayPure: a package that says "is pure" imports nothing but what is listed and other pure
// packages, and reads no clock.
func TestThePureStayPure(t *testing.T) {
	packages := packagesWithin(t, "..")
	for path, p := range packages {
		if !p.pure {
			continue
		}
		for name, file := range p.files {
			for _, spec := range file.Imports {
				imported, _ := strconv.Unquote(spec.Path.Value)
				if inside := packages[imported]; !slices.Contains(pureImports, imported) && (inside == nil || !inside.pure) {
					t.Errorf("package %s is pure, and %s imports %s", path, name, imported)
				}
			}
			ast.Inspect(file, func(n ast.Node) bool {
				if sel, ok := n.(*ast.SelectorExpr); ok && isIdent(sel.X, "time") && slices.Contains(clockFuncs, sel.Sel.Name) {
					t.Errorf("%s reads the clock: time.%s", name, sel.Sel.Name)
				}
				return true
			})
		}
	}
}

// TestTheEngineIsPure: everything below decide is, but for the probes and for package crash, which looks at
// its own stack.
func TestTheEngineIsPure(t *testing.T) {
	for path, p := range packagesWithin(t, "..") {
		engine := path == "sendpath/decide" || strings.HasPrefix(path, "sendpath/decide/") && !strings.HasPrefix(path, "sendpath/decide/probe/")
		if (engine || path == "sendpath/render") && !p.pure && path != "sendpath/decide/crash" {
			t.Errorf("package %s does not say that it is pure", path)
		}
	}
}

// TestEveryPackageSaysWhetherItIsPure: nobody has to guess where the program touches the world.
func TestEveryPackageSaysWhetherItIsPure(t *testing.T) {
	for path, p := range packagesWithin(t, "..") {
		if path != "sendpath" && !strings.Contains(p.doc, "pure") {
			t.Errorf("the comment of package %s does not say whether it is pure", path)
		}
	}
}

// A source is a package as its files have it, without tests.
type source struct {
	doc   string
	pure  bool // says so itself, without a "but"
	files map[string]*ast.File
}

// packagesWithin reads all packages of the program, by their import paths.
func packagesWithin(t *testing.T, root string) map[string]*source {
	t.Helper()
	packages := map[string]*source{}
	err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && (entry.Name() == "testdata" || strings.HasPrefix(entry.Name(), ".") && name != root):
			return fs.SkipDir
		case !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go"):
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
		if err != nil {
			return err
		}
		dir, err := filepath.Rel(root, filepath.Dir(name))
		if err != nil {
			return err
		}
		path := strings.TrimSuffix("sendpath/"+filepath.ToSlash(dir), "/.")
		if packages[path] == nil {
			packages[path] = &source{files: map[string]*ast.File{}}
		}
		packages[path].add(name, file)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return packages
}

func (s *source) add(name string, file *ast.File) {
	s.files[name] = file
	if file.Doc == nil {
		return
	}
	s.doc += strings.Join(strings.Fields(file.Doc.Text()), " ") + "\n" // of each system its own
	for _, end := range []string{".", ":", ";", ","} {
		s.pure = s.pure || strings.Contains(s.doc, " is pure"+end)
	}
}

func isIdent(e ast.Expr, name string) bool {
	id, ok := e.(*ast.Ident)
	return ok && id.Name == name
}
