// What the answers of a form mean, said anew while they are typed. Nothing is kept by asking: the page works the same
// without this file, and then says it after Continue.
const WAIT_MILLISECONDS = 500

export function startMeaning() {
  for (const form of document.querySelectorAll('[data-meaning-form]')) {
    const region = form.querySelector('[data-meaning]')
    let timer
    let asked = 0

    const ask = async () => {
      asked += 1
      const number = asked
      const answers = new FormData(form)
      for (const [name, value] of [...answers]) {
        if (value instanceof File) answers.delete(name)
      }
      try {
        const response = await fetch(form.dataset.meaningForm, { method: 'POST', body: answers, redirect: 'error' })
        if (!response.ok || number !== asked) return
        const html = (await response.text()).trim()
        // Said again only when it changed: a screen reader reads out what is replaced.
        if (html !== region.innerHTML.trim()) region.innerHTML = html
      } catch {
        // No connection: the meaning stands as it was, and the form can be filled in all the same.
      }
    }

    form.addEventListener('input', () => {
      clearTimeout(timer)
      timer = setTimeout(ask, WAIT_MILLISECONDS)
    })
  }
}
