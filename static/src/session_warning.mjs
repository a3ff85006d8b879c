// Warns before a session ends, and keeps it by one action. The times are the server's, in seconds from when the page was
// made; a click in another tab counts here too. Without this file a form that is sent too late says so and keeps nothing.
const A_SECOND = 1000
const CHANNEL = 'onroll-session'

function timeOfDay(moment) {
  return new Date(moment).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })
}

export function startSessionWarning() {
  const dialog = document.querySelector('[data-session-warning]')
  if (!dialog || typeof dialog.showModal !== 'function') return
  const text = dialog.querySelector('[data-session-text]')
  const heading = dialog.querySelector('[data-session-heading]')
  const form = dialog.querySelector('[data-session-extend]')
  const channel = 'BroadcastChannel' in window ? new BroadcastChannel(CHANNEL) : null
  const warning = Number(dialog.dataset.warningSeconds) * A_SECOND
  let endsAt, endsAtMost
  let isWarned = false
  let isOver = false

  function setTimes(left) {
    endsAt = Date.now() + left.seconds * A_SECOND
    endsAtMost = Date.now() + left.at_most_seconds * A_SECOND
  }

  function show(part, isShown) {
    dialog.querySelector(`[data-session-${part}]`).hidden = !isShown
  }

  function warn() {
    isWarned = true
    heading.textContent = 'You will soon be signed out'
    const canStay = endsAtMost - Date.now() > warning
    text.textContent = canStay
      ? `You will be signed out at ${timeOfDay(endsAt)}, because nothing was clicked for a while.`
      : `You will be signed out at ${timeOfDay(endsAt)}: one sign-in lasts no longer. Send what you typed before then.`
    show('extend', canStay)
    show('close', !canStay)
    dialog.showModal()
  }

  function end() {
    isOver = true
    heading.textContent = 'You were signed out'
    text.textContent = `This was at ${timeOfDay(endsAt)}. What you typed still stands on this page, but was not sent.`
    show('extend', false)
    show('close', false)
    show('ended', true)
    if (!dialog.open) dialog.showModal()
  }

  // Signing in again changes the token that forms are sent with: without the new one, what was typed here would be refused.
  async function resume() {
    try {
      const answer = await fetch(form.action, { redirect: 'error' })
      const left = await answer.json()
      for (const input of document.querySelectorAll('input[name=csrfmiddlewaretoken]')) input.value = left.token
      isOver = false
      show('ended', false)
      extended(left)
    } catch {
      text.textContent = 'You are still signed out. Sign in in the new tab first. What you typed still stands on this page.'
    }
  }

  function extended(left) {
    if (isOver) {
      resume()
      return
    }
    setTimes(left)
    isWarned = false
    if (dialog.open) dialog.close()
  }

  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    try {
      const answer = await fetch(form.action, { method: 'POST', body: new FormData(form), redirect: 'error' })
      if (!answer.ok) throw new Error(String(answer.status))
      const left = await answer.json()
      extended(left)
      if (channel) channel.postMessage(left)
    } catch {
      text.textContent = `That did not work: there may be no connection. You will be signed out at ${timeOfDay(endsAt)}. Try again.`
    }
  })

  dialog.querySelector('[data-session-resume]').addEventListener('click', resume)
  const atFirst = { seconds: Number(dialog.dataset.seconds), at_most_seconds: Number(dialog.dataset.atMostSeconds) }
  setTimes(atFirst)
  if (channel) {
    channel.addEventListener('message', (event) => extended(event.data))
    channel.postMessage(atFirst)
  }
  // By the clock, not by counting: a laptop that slept knows at once that the time is over.
  setInterval(() => {
    if (isOver) return
    if (Date.now() >= endsAt) end()
    else if (!isWarned && endsAt - Date.now() <= warning) warn()
  }, A_SECOND)
}
