package listen

import (
	"strconv"
	"strings"

	"sendpath/decide/clean"
)

// mail begins a transaction. It is taken without a greeting before it: this server is here to see.
func (d *dialog) mail(arg string) {
	path, params, ok := readPath(arg, "FROM:")
	if !ok {
		d.refuse("501 5.5.4 MAIL FROM:<address> was expected")
		return
	}
	d.session.startMessage(clean.Line(path, maxText))
	d.open = true
	d.tell(eventSender, "<"+d.session.MailFrom+">")
	if size := sizeOf(params); size > d.limits.messageSize {
		d.session.Size, d.session.TooLarge = size, true
		d.open = false
		d.tell(eventTooLarge, size, d.limits.messageSize)
		d.reply("552 5.3.4 the message is larger than %d bytes", d.limits.messageSize)
		return
	}
	d.reply("250 2.1.0 ok")
}

func (d *dialog) rcpt(arg string) {
	path, _, ok := readPath(arg, "TO:")
	switch {
	case !d.open:
		d.refuse("503 5.5.1 MAIL comes first")
	case !ok || path == "":
		d.refuse("501 5.5.4 RCPT TO:<address> was expected")
	case d.recipients >= d.limits.recipients:
		d.reply("452 4.5.3 too many recipients")
	default:
		d.recipients++
		d.session.Recipients++
		if len(d.session.RcptTo) < maxKeptRcpt {
			d.session.RcptTo = append(d.session.RcptTo, clean.Line(path, maxText))
		}
		d.reply("250 2.1.5 ok, though nothing will be delivered")
	}
}

// reset ends the transaction; what it showed stays in the session.
func (d *dialog) reset() { d.open, d.recipients = false, 0 }

// data receives a message, measures it and keeps nothing but its From header.
func (d *dialog) data() string {
	if !d.open || d.recipients == 0 {
		d.refuse("503 5.5.1 RCPT comes first")
		return ""
	}
	d.reply("354 end with a line that holds only a dot")
	m, err := measureMessage(d.lines)
	d.session.Size, d.session.FromHeader = m.size, m.from()
	if err != nil {
		return d.lost(err)
	}
	d.reset()
	if m.size > d.limits.messageSize {
		d.session.TooLarge = true
		d.tell(eventTooLarge, m.size, d.limits.messageSize)
		d.reply("552 5.3.4 the message is larger than %d bytes", d.limits.messageSize)
		return ""
	}
	d.session.Received = true
	d.tell(eventReceived, m.size)
	d.reply("250 2.0.0 measured %d bytes and threw them away", m.size)
	return ""
}

// readPath reads "FROM:<path> parameters", with the blanks and missing brackets that devices send.
func readPath(arg, keyword string) (path, params string, ok bool) {
	if len(arg) < len(keyword) || !strings.EqualFold(arg[:len(keyword)], keyword) {
		return "", "", false
	}
	rest := strings.TrimSpace(arg[len(keyword):])
	if inside, found := strings.CutPrefix(rest, "<"); found {
		path, params, ok = strings.Cut(inside, ">")
		return path, params, ok
	}
	path, params, _ = strings.Cut(rest, " ")
	return path, params, path != ""
}

// sizeOf returns the size that MAIL declares (RFC 1870, section 6), 0 when it declares none.
func sizeOf(params string) int64 {
	for param := range strings.FieldsSeq(params) {
		if value, ok := strings.CutPrefix(strings.ToUpper(param), "SIZE="); ok {
			if size, err := strconv.ParseInt(value, 10, 64); err == nil {
				return size
			}
		}
	}
	return 0
}
