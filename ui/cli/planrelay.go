package cli

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/pflag"

	"sendpath/decide"
	"sendpath/decide/servers"
	"sendpath/decide/words"
	"sendpath/render"
)

// relayFlags are what a local relay needs beside the answers about the device.
type relayFlags struct {
	devices  []string
	upstream string
}

func (r *relayFlags) register(e *environment, flags *pflag.FlagSet) {
	flags.StringArrayVar(&r.devices, "relay-devices", nil,
		e.lang.Say("`ADDRESSES` of the devices in the local network that may send through a local relay, for --format postfix and exchange-relay"))
	flags.StringVar(&r.upstream, "relay-upstream", "",
		e.lang.Say("`ip|certificate|oauth|password` how a local relay gets into Microsoft 365 (default: as the answers allow)"))
}

const relayHint words.Text = "give the devices' own addresses, or ranges of at most 256: --relay-devices 192.168.10.21,192.168.10.22"

// read reads the flags for formats. Everything that is wrong is reported at once.
func (r *relayFlags) read(formats []render.Format, lang *words.Language) (servers.RelayOptions, error) {
	upstream := servers.Upstream(strings.ToLower(strings.TrimSpace(r.upstream)))
	options := servers.RelayOptions{Upstream: upstream, Language: lang}
	var wrong []sayer
	if upstream != "" && !slices.Contains(servers.Upstreams(), upstream) {
		wrong = append(wrong, words.Sentencef("--relay-upstream: found %s; allowed: %s", quoted(r.upstream), upstreamList()))
	}
	for _, item := range decide.SplitList(strings.Join(r.devices, " ")) {
		prefix, err := servers.ParseDeviceAddress(item)
		if err != nil {
			wrong = append(wrong, words.Sentencef("--relay-devices: %s", said(err).In(lang)))
		} else if !slices.Contains(options.Devices, prefix) {
			options.Devices = append(options.Devices, prefix)
		}
	}
	relays := 0
	for _, format := range formats {
		if isRelay(format) {
			relays++
		}
	}
	switch {
	case len(wrong) > 0:
		return options, misuse(relayHint, wrong...)
	case relays > 0 && relays < len(formats):
		return options, misuse("run it once for the plan and once for the relay", words.Sentencef("the formats %s cannot be given together with others", "postfix, exchange-relay"))
	case relays > 0 && len(options.Devices) == 0:
		return options, misuse(relayHint, words.Sentencef("--format %s needs --relay-devices: a relay is open to named devices only", string(formats[0])))
	case relays == 0 && (len(r.devices) > 0 || upstream != ""):
		return options, misuse("", words.Sentencef("--relay-devices and --relay-upstream belong to --format postfix or exchange-relay"))
	}
	return options, nil
}

func upstreamList() string {
	var names []string
	for _, upstream := range servers.Upstreams() {
		names = append(names, string(upstream))
	}
	return strings.Join(names, ", ")
}

// A relayFile is a file of a local relay. The text that explains all goes beside them.
type relayFile struct {
	path string
	text []byte
	mode fs.FileMode
}

// deliverRelay writes how to set up the local relay of a plan; into a directory, the files of Postfix
// under their own paths too.
func (e *environment) deliverRelay(plan decide.Plan, formats []render.Format, options servers.RelayOptions, out *outputFlags) error {
	relay := servers.LocalRelay(plan, options)
	paths, err := out.files(fileName(plan.Domain), formats)
	if err != nil {
		return err
	}
	var files []relayFile
	for i, format := range formats {
		var text bytes.Buffer
		if err := render.WriteRelay(&text, format, relay, e.lang); err != nil {
			return err
		}
		if !out.isDir(len(formats)) {
			return e.write(paths[i], text.Bytes(), out.force)
		}
		name := fileName(plan.Domain) + "-" + string(format) + ".txt"
		files = append(files, relayFile{filepath.Join(out.path, name), text.Bytes(), 0o644})
		if format == render.Postfix {
			files = append(files, postfixFiles(out.path, relay, e.lang)...)
		}
	}
	return e.writeRelayFiles(files, out.force)
}

// postfixFiles are the files of Postfix below a directory.
func postfixFiles(dir string, relay servers.Relay, lang *words.Language) []relayFile {
	var files []relayFile
	for _, f := range render.PostfixFiles(relay, lang) {
		mode, err := strconv.ParseUint(f.Mode, 8, 32)
		if err != nil {
			panic("the mode of " + f.Path + " is none: " + f.Mode)
		}
		files = append(files, relayFile{filepath.Join(dir, filepath.FromSlash(f.Path)), []byte(f.Text), fs.FileMode(mode)})
	}
	return files
}

// writeRelayFiles writes all files or, where one has content that may not be replaced, none: half a
// configuration beside half of another is worse than either.
func (e *environment) writeRelayFiles(files []relayFile, force bool) error {
	for _, f := range files {
		if info, err := os.Stat(f.path); err == nil && info.Size() > 0 && !force {
			return unwritable(f.path, errExists)
		}
	}
	for _, f := range files {
		if err := os.MkdirAll(filepath.Dir(f.path), 0o777); err != nil {
			return unwritable(f.path, err)
		}
		if err := e.write(f.path, f.text, force); err != nil {
			return err
		}
		if err := os.Chmod(f.path, f.mode); err != nil {
			return unwritable(f.path, err)
		}
	}
	return nil
}

// isRelay tells the formats of a local relay from those of a plan.
func isRelay(format render.Format) bool { return slices.Contains(render.RelayFormats(), format) }
