// Settings come from the environment. A missing one ends the program with a sentence.
export function setting(name) {
  const value = process.env[name]
  if (value) return value
  console.error(`${name} is not set. npm start writes it: set -a; . .wayseal/local.env; set +a`)
  process.exit(1)
}
