import { html } from "../../../shared/recipient-page/html.ts"
import type { LocalPerson } from "./local-people.ts"

/** The page on which whoever signs in on this machine chooses a name. */
export function choicePage(people: readonly LocalPerson[]): string {
  const buttons = people.map(
    ({ subject, name, role }) =>
      html`<p><button name="subject" value="${subject}">${name}, ${role ?? "without a role"}</button></p>\n`,
  )
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sign in on this machine</title>
</head>
<body>
<main>
<h1>Sign in on this machine</h1>
<p>This provider runs for trials. Choose who you are.</p>
<form method="post">
${buttons}<p><button name="subject" value="">Cancel</button></p>
</form>
</main>
</body>
</html>
`.text
}
