// Shows a new mail without a click: asks every two seconds for the newest number, reloads when it moved.
const shown = document.getElementById("inbox").dataset.newest;

async function look() {
  try {
    const answer = await fetch("/api/count");
    const { newest } = await answer.json();
    if (String(newest) !== shown) {
      location.reload();
      return;
    }
  } catch {
    // The catcher is restarting; the next look finds it.
  }
  setTimeout(look, 2000);
}

setTimeout(look, 2000);
