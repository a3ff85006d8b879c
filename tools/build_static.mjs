// Compiles static/src into static/built: one stylesheet, one script module, the icons.
// Third-party code comes from node_modules at build time; nothing of GOV.UK's fonts, crest or icons is copied.
import { copyFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

import { build } from 'esbuild'
import { compile } from 'sass'

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)))
const SOURCE = join(ROOT, 'static', 'src')
const BUILT = join(ROOT, 'static', 'built')

const MOJ_IMAGES = join(ROOT, 'node_modules', '@ministryofjustice', 'frontend', 'moj', 'assets', 'images')

function report(name) {
  const content = readFileSync(join(BUILT, name))
  const size = (bytes) => `${(bytes / 1024).toFixed(1)} kB`
  console.log(`${name}: ${size(content.length)}, ${size(gzipSync(content).length)} gzipped`)
}

rmSync(BUILT, { recursive: true, force: true })
mkdirSync(join(BUILT, 'images'), { recursive: true })

const { css } = compile(join(SOURCE, 'onroll.scss'), {
  loadPaths: [ROOT],
  quietDeps: true,
  style: 'compressed'
})
writeFileSync(join(BUILT, 'onroll.css'), css)

await build({
  entryPoints: [join(SOURCE, 'onroll.mjs')],
  outfile: join(BUILT, 'onroll.js'),
  bundle: true,
  format: 'esm',
  legalComments: 'eof',
  logLevel: 'warning',
  minify: true,
  target: 'es2020'
})

copyFileSync(join(MOJ_IMAGES, 'icon-document.svg'), join(BUILT, 'images', 'icon-document.svg'))
cpSync(join(SOURCE, 'icons'), join(BUILT, 'icons'), { recursive: true })

report('onroll.css')
report('onroll.js')
