// Takes every address out of package-lock.json: what is installed is pinned by version and hash alone.
import { readFileSync, writeFileSync } from 'node:fs'

const LOCK = new URL('../package-lock.json', import.meta.url)
const ADDRESS_KEYS = new Set(['resolved', 'funding', 'bugs', 'homepage', 'repository'])

const lock = JSON.parse(readFileSync(LOCK, 'utf8'))
for (const entry of Object.values(lock.packages)) {
  for (const key of ADDRESS_KEYS) {
    delete entry[key]
  }
}
writeFileSync(LOCK, `${JSON.stringify(lock, null, 2)}\n`)
