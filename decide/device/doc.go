// Package device knows the mail pages of printers, scanners and other senders: what their fields are
// called, which words stand for which choice, how much fits, whether they sign in with OAuth, and what
// surprises them. It is pure; its knowledge is the embedded file profiles.json, and none of it is in code.
//
// # Adding a profile
//
// Edit profiles.json and nothing else: one object a device, in the order in which the list is to be
// shown, the generic one last. Copy a neighbour and keep to what a source says:
//
//   - id: small letters, digits and dashes, never changed later: answer files use it.
//   - vendor, families, also: how people call it. All three are searched; also is never shown.
//   - confidence: good (labels from a manual or a screenshot), partial, thin (a path or the OAuth state
//     only) or none. With thin and none the generic wording is shown beside the vendor's.
//   - path: web, web_it and panel hold the literal menu path, words joined with " > "; remarks go to note.
//   - order: all seven settings in the order of the device's page, left out where that is not known.
//   - fields: a field that no source mentions is left out. One that exists with an unknown wording has
//     "label": null and a note. Never a translation or a guess: without a label the generic wording
//     is shown, and said to be generic.
//   - words: for encryption under starttls, implicit, off, opportunistic; for authentication under on,
//     off, oauth, pop_before_smtp. Literal, but "ticked" and "unticked" for a box.
//   - max_len counts characters; ip_only marks a server field that refuses host names.
//   - fields.other: a switch that must be set has its value, and when: see [When].
//   - oauth.status: yes, per_model, no or unknown; words says it in a sentence.
//   - quirks: text is what happens, effect what to do about it, when whom it concerns. Sentences for
//     the person at the device; no end dates and no server names, those belong to the plan.
//   - sources: key, title, url, kind, date (as published), read (the day a person read it; left out
//     when only the source named by via reports it). Every src lists keys of this profile's sources.
//
// An unknown key, a key of a source that does not exist, and a sentence without its full stop fail
// go test ./decide/device.
package device
