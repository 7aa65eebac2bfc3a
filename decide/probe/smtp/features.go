package smtp

import (
	"net/netip"
	"slices"
	"strconv"
	"strings"
)

// Features is what a server says of itself in its reply to EHLO (RFC 5321, section 4.1.1.1).
type Features struct {
	Keywords []string // each with its parameters, as sent
	StartTLS bool
	Auth     []string   // mechanisms, in upper case
	Size     int64      // octets a message may have; 0: no limit told (RFC 1870)
	SeenAs   netip.Addr // our address as the server sees it; invalid when it does not say
}

func readFeatures(r Reply) Features {
	f := Features{Keywords: []string{}, Auth: []string{}}
	for i, line := range r.Lines {
		if i == 0 {
			f.SeenAs = bracketed(line)
			continue
		}
		f.Keywords = append(f.Keywords, line)
		// "AUTH=LOGIN" is an old spelling for clients that predate RFC 2554.
		words := strings.Fields(strings.Replace(strings.ToUpper(line), "AUTH=", "AUTH ", 1))
		if len(words) > 0 {
			f.note(words[0], words[1:])
		}
	}
	return f
}

func (f *Features) note(keyword string, parameters []string) {
	switch keyword {
	case "STARTTLS":
		f.StartTLS = true
	case "AUTH":
		for _, mechanism := range parameters {
			if !slices.Contains(f.Auth, mechanism) {
				f.Auth = append(f.Auth, mechanism)
			}
		}
	case "SIZE":
		if len(parameters) > 0 {
			f.Size, _ = strconv.ParseInt(parameters[0], 10, 64)
			f.Size = max(f.Size, 0)
		}
	}
}

// bracketed returns the address in "mail.example.com Hello [192.0.2.1]".
func bracketed(line string) netip.Addr {
	_, rest, _ := strings.Cut(line, "[")
	text, _, ok := strings.Cut(rest, "]")
	if !ok {
		return netip.Addr{}
	}
	addr, err := netip.ParseAddr(strings.TrimPrefix(strings.ToLower(text), "ipv6:"))
	if err != nil {
		return netip.Addr{}
	}
	return addr.Unmap()
}
