/**
 * Reads what a mailed link carries behind `#`, which no browser sends and no server logs, and takes it out of the
 * address: a link token, which it posts, or `retailer=` with the name of a shop, which it fills in. Nothing else.
 */
export const openLinkScript = `"use strict"
;(() => {
  const open = () => {
    let text
    try {
      text = decodeURIComponent(location.hash.slice(1))
    } catch {
      return
    }
    const retailer = text.startsWith("retailer=") ? text.slice(9) : undefined
    if (retailer === undefined && text.length < 16) return
    history.replaceState(null, "", location.pathname + location.search)
    if (retailer === undefined) {
      const form = document.getElementById("link")
      form.elements.namedItem("linkToken").value = text
      form.submit()
    } else {
      const field = document.getElementById("retailer")
      if (field !== null) field.value = retailer
    }
  }
  addEventListener("hashchange", open)
  open()
})()
`

/** Colours have a contrast of 7 to 1 or more on their background, 4.5 to 1 for borders and hints at least. */
export const styleSheet = `:root {
  color-scheme: light dark;
  --ink: #1b1b1b;
  --paper: #ffffff;
  --soft: #4a4a4a;
  --line: #595959;
  --link: #0b4a8f;
  --error: #a1001a;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ink: #f2f2f2;
    --paper: #16181b;
    --soft: #c4c4c4;
    --line: #9a9a9a;
    --link: #9cc9ff;
    --error: #ff9d9d;
  }
}
* {
  box-sizing: border-box;
}
body {
  margin: 0 auto;
  padding: 1rem;
  max-width: 40rem;
  background: var(--paper);
  color: var(--ink);
  font: 1.0625rem/1.5 system-ui, sans-serif;
  overflow-wrap: break-word;
}
a {
  color: var(--link);
}
h1 {
  font-size: 1.75rem;
  line-height: 1.2;
}
h2 {
  margin-top: 2.5rem;
  font-size: 1.35rem;
  line-height: 1.3;
}
h3 {
  font-size: 1.1rem;
}
.skip {
  position: absolute;
  left: -100rem;
}
.skip:focus {
  position: static;
}
nav ul {
  display: flex;
  flex-wrap: wrap;
  gap: 1rem;
  justify-content: flex-end;
  margin: 0;
  padding: 0;
  list-style: none;
}
nav [aria-current] {
  font-weight: bold;
}
.field {
  margin: 1.25rem 0;
}
label,
.hint,
.field strong {
  display: block;
}
label {
  font-weight: bold;
}
.hint {
  color: var(--soft);
}
.field strong,
.errors a {
  color: var(--error);
}
input {
  width: 100%;
  max-width: 24rem;
  padding: 0.6rem;
  border: 2px solid var(--line);
  border-radius: 0.25rem;
  background: var(--paper);
  color: var(--ink);
  font: inherit;
}
select,
input[type="file"] {
  max-width: 100%;
  padding: 0.6rem;
  border: 2px solid var(--line);
  border-radius: 0.25rem;
  background: var(--paper);
  color: var(--ink);
  font: inherit;
}
select {
  width: 100%;
}
input[aria-invalid] {
  border-color: var(--error);
}
button {
  min-height: 2.75rem;
  padding: 0.6rem 1.2rem;
  border: 2px solid var(--link);
  border-radius: 0.25rem;
  background: var(--link);
  color: var(--paper);
  font: inherit;
  font-weight: bold;
  cursor: pointer;
}
button.plain {
  min-height: 0;
  padding: 0;
  border: 0;
  background: none;
  color: var(--link);
  font-weight: normal;
  text-decoration: underline;
}
:focus-visible,
input[type="date"]:focus-within {
  outline: 3px solid var(--link);
  outline-offset: 2px;
}
.errors {
  padding: 0 1rem;
  border: 3px solid var(--error);
}
dl {
  margin: 1rem 0;
}
dt {
  color: var(--soft);
}
dd {
  margin: 0 0 0.75rem;
  font-weight: bold;
}
table {
  width: 100%;
  border-collapse: collapse;
}
th,
td {
  padding: 0.3rem 1rem 0.3rem 0;
  text-align: left;
  vertical-align: top;
}
th {
  width: 35%;
  color: var(--soft);
  font-weight: normal;
}
body:has(.wide) {
  max-width: 75rem;
}
.wide {
  overflow-x: auto;
}
.wide th,
.wide td {
  width: auto;
  min-width: 7rem;
  border-bottom: 1px solid var(--line);
}
.wide p {
  margin: 0 0 0.5rem;
}
code {
  overflow-wrap: anywhere;
}
`
