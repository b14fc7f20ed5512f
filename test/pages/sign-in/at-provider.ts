/**
 * Chooses a person at the provider of this machine, as a browser would.
 *
 * @param url where the hub led the browser to
 * @param jar the browser's cookies of the provider, by name
 * @returns where the provider sends the browser back to
 */
export async function chooseAtProvider(url: URL, subject: string, jar: Map<string, string>): Promise<URL> {
  const visit = async (address: URL, init: RequestInit = {}): Promise<URL> => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ")
    const answer = await fetch(address, { ...init, redirect: "manual", headers: { ...init.headers, cookie } })
    for (const line of answer.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      jar.set(name, value)
    }
    return new URL(answer.headers.get("location") ?? "", address)
  }
  const choice = await visit(url)
  const headers = { "content-type": "application/x-www-form-urlencoded" }
  const body = `subject=${encodeURIComponent(subject)}`
  const resumed = await visit(choice, { method: "POST", headers, body })
  return /\/signed-in(\/|$)/.test(resumed.pathname) ? resumed : visit(resumed)
}
