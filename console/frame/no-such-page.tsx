import { Link } from "react-router"
import { useSay } from "../language/language-provider.tsx"
import { Page } from "../parts/page.tsx"

/** For an address that the console does not have. */
export function NoSuchPage() {
  const say = useSay()
  return (
    <Page title={say("noSuchPage.title")}>
      <p>{say("noSuchPage.text")}</p>
      <p>
        <Link to="/cases">{say("noSuchPage.toCases")}</Link>
      </p>
    </Page>
  )
}
