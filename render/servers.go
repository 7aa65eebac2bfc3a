package render

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"

	"sendpath/decide"
	"sendpath/decide/servers"
	"sendpath/decide/words"
)

// serverFormats are the formats of a plan about own mail servers.
var serverFormats = []Format{Text, Markdown, HTML, JSON, PowerShell}

// ServerFormats returns the formats that WriteServers knows, in the order of the help.
func ServerFormats() []Format { return slices.Clone(serverFormats) }

// WriteServers writes a plan about own mail servers as a whole document. The fixed words are said in
// lang, nil for English; the plan's own texts are in its language already. The error is the writer's,
// or names a format that does not exist.
func WriteServers(w io.Writer, f Format, p servers.Plan, lang *words.Language) error {
	r, ok := find(f)
	if !ok || !slices.Contains(serverFormats, f) {
		return fmt.Errorf("no format %q", string(f))
	}
	var b bytes.Buffer
	var err error
	switch f {
	case JSON:
		p.PowerShell = serverScripts(p, lang)
		err = encode(&b, p, "  ")
	case PowerShell:
		b.WriteString(byteOrderMark + strings.ReplaceAll(serverScriptFile(p, lang), "\n", "\r\n"))
	case HTML:
		s := composeServers(p, lang)
		err = layOutHTML(&b, s, sheetKey(p.Customer, shownDomains(p)), lang)
	case Markdown:
		layOutMarkdown(&b, composeServers(p, lang), lang)
	default:
		layOutText(&b, composeServers(p, lang), lang)
	}
	if err != nil {
		return err
	}
	_, err = w.Write(r.guard(b.Bytes()))
	return err
}

// shellTitles say where a script is run.
var shellTitles = map[servers.Shell]words.Text{
	servers.ExchangeOnline:          "Exchange Online PowerShell (Connect-ExchangeOnline)",
	servers.ExchangeManagementShell: "Exchange Management Shell on your own Exchange Server",
}

// serverScripts is the commands of all shells as one text, each shell under its name.
func serverScripts(p servers.Plan, lang *words.Language) string {
	var parts []string
	for _, s := range p.Scripts {
		parts = append(parts, comment("==== "+lang.Say(shellTitles[s.Shell])+" ====")+script(decide.Plan{Script: s.Commands}, lang))
	}
	return strings.Join(parts, "\n")
}

// serverScriptFile is the scripts with what to know before running them on top.
func serverScriptFile(p servers.Plan, lang *words.Language) string {
	var b strings.Builder
	b.WriteString(comment(p.Headline))
	if p.Customer != "" {
		b.WriteString(comment(lang.Say("Customer: %s", p.Customer)))
	}
	b.WriteString(comment(lang.Say("Domains: %s", shownDomains(p))))
	b.WriteString(comment(lang.Say("Day: %s", string(p.AsOf))))
	b.WriteString(comment(lang.Say("There may be two scripts, for two places: do not run the file as a whole. Read it first, then run it part by part.")))
	b.WriteString("\n" + serverScripts(p, lang))
	return b.String()
}

func shownDomains(p servers.Plan) string {
	var shown []string
	for _, domain := range strings.Fields(p.Answers.Answers[decide.ServerDomains]) {
		shown = append(shown, decide.ShowDomain(domain))
	}
	return strings.Join(shown, ", ")
}
