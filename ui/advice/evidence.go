package advice

import (
	"slices"

	"sendpath/decide/check"
	"sendpath/decide/diagnose"
)

// explanations names for a fault the findings of a check that, if something is wrong with them, explain it.
var explanations = map[string][]string{
	"AUTH-10": {check.IDAuth},
	"AUTH-12": {check.IDStartTLS, check.IDTLS},
	"AUTH-13": {check.IDPort587, check.IDStartTLS, check.IDTLS},
	"AUTH-14": {check.IDStartTLS, check.IDTLS},
	"AUTH-15": {check.IDStartTLS, check.IDTLS, check.IDCertificate},

	"MX-02": {check.IDAddress},
	"MX-03": {check.IDMX, check.IDEndpoint},
	"MX-07": {check.IDBlocklist, check.IDDynamic},
	"MX-10": {check.IDSPF, check.IDSPFLookups, check.IDSPFIP, check.IDDKIM, check.IDDMARC},
	"MX-11": {check.IDStartTLS, check.IDTLS, check.IDCertificate},

	"NET-01": {check.IDMX, check.IDEndpoint},
	"NET-02": {check.IDPort25},
	"NET-03": {check.IDPort587},
	"NET-04": {check.IDPort25, check.IDPort587},

	"SYM-02": {check.IDSPF, check.IDSPFLookups, check.IDSPFIP, check.IDDKIM, check.IDDMARC, check.IDPTR, check.IDBlocklist},
	"SYM-04": {check.IDAddress, check.IDSPFIP, check.IDPort25},
	"SYM-08": {check.IDStartTLS, check.IDTLS},
}

// Evidence returns the findings of a check that explain a fault, or one that it leads to. What is in order
// or could not be found out explains nothing.
func Evidence(f diagnose.Finding, seen []check.Finding) []check.Finding {
	var ids []string
	for _, fault := range append([]string{f.ID}, f.Leads...) {
		ids = append(ids, explanations[fault]...)
	}
	var list []check.Finding
	for _, s := range seen {
		wrong := s.Status == check.Problem || s.Status == check.Warning
		if wrong && slices.Contains(ids, s.ID) {
			list = append(list, s)
		}
	}
	return list
}
