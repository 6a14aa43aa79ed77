<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>AboutDialog</name>
    <message>
        <source>About photofind</source>
        <translation>Über photofind</translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>Wird geprüft …</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Find any photo by what is in it, in words, on your own machine, and see why it was found. Photos are only read, never changed. MIT licence.</source>
        <translation>Jedes Foto mit Worten nach seinem Inhalt finden, auf dem eigenen Computer, und sehen, warum es gefunden wurde. Fotos werden nur gelesen, nie verändert. MIT-Lizenz.</translation>
    </message>
    <message>
        <source>What works here</source>
        <translation>Was hier funktioniert</translation>
    </message>
</context>
<context>
    <name>ActivityBar</name>
    <message numerus="yes">
        <source>%Ln failed</source>
        <translation>
            <numerusform>%Ln fehlgeschlagen</numerusform>
            <numerusform>%Ln fehlgeschlagen</numerusform>
        </translation>
    </message>
    <message>
        <source>A small built-in model gives rough words at once. A LLaVA describes far better: choose one here.</source>
        <translation>Ein kleines eingebautes Modell liefert sofort grobe Worte. Ein LLaVA-Modell beschreibt weit besser: hier auswählen.</translation>
    </message>
    <message>
        <source>Another photofind works on this library</source>
        <translation>Ein anderes photofind arbeitet an dieser Bibliothek</translation>
    </message>
    <message>
        <source>Building the search anew</source>
        <translation>Suche wird neu aufgebaut</translation>
    </message>
    <message>
        <source>Can&apos;t describe: no usable model</source>
        <translation>Beschreiben nicht möglich: kein brauchbares Modell</translation>
    </message>
    <message>
        <source>Can&apos;t describe: the engine is missing</source>
        <translation>Beschreiben nicht möglich: llama.cpp fehlt</translation>
    </message>
    <message>
        <source>Choose a model: click its name at the left.</source>
        <translation>Ein Modell auswählen: links auf den Namen klicken.</translation>
    </message>
    <message>
        <source>Describe anyway</source>
        <translation>Trotzdem beschreiben</translation>
    </message>
    <message>
        <source>Describe now, until you pause or close photofind</source>
        <translation>Jetzt beschreiben, bis angehalten oder photofind geschlossen wird</translation>
    </message>
    <message>
        <source>Describing photos</source>
        <translation>Fotos werden beschrieben</translation>
    </message>
    <message>
        <source>Describing stopped</source>
        <translation>Beschreiben abgebrochen</translation>
    </message>
    <message>
        <source>Downloading {what}</source>
        <translation>{what} wird heruntergeladen</translation>
    </message>
    <message>
        <source>Go on describing (Ctrl+P)</source>
        <translation>Weiter beschreiben (Strg+P)</translation>
    </message>
    <message>
        <source>Go on with the button at the right, or Ctrl+P.</source>
        <translation>Weiter mit dem Knopf rechts oder Strg+P.</translation>
    </message>
    <message>
        <source>Install photofind with its engine (About says what is missing), or use a server.</source>
        <translation>photofind mit llama.cpp installieren („Über photofind“ sagt, was fehlt) oder einen Server verwenden.</translation>
    </message>
    <message>
        <source>It begins at the hours that you set; “Describe anyway” begins now.</source>
        <translation>Beginnt zur eingestellten Uhrzeit; „Trotzdem beschreiben“ beginnt jetzt.</translation>
    </message>
    <message>
        <source>It begins when nobody uses the computer; “Describe anyway” begins now.</source>
        <translation>Beginnt, wenn niemand den Computer benutzt; „Trotzdem beschreiben“ beginnt jetzt.</translation>
    </message>
    <message>
        <source>It begins when you have gone through the first steps, or skipped them.</source>
        <translation>Es beginnt, sobald die ersten Schritte abgeschlossen oder übersprungen sind.</translation>
    </message>
    <message>
        <source>It describes and reads folders; what it finds appears here too.</source>
        <translation>Es beschreibt und liest Ordner; was es findet, erscheint auch hier.</translation>
    </message>
    <message>
        <source>It goes on by itself when the server answers. Check that it runs, or choose a model.</source>
        <translation>Es geht von selbst weiter, wenn der Server antwortet. Prüfen, ob er läuft, oder ein Modell auswählen.</translation>
    </message>
    <message>
        <source>Loading the model</source>
        <translation>Modell wird geladen</translation>
    </message>
    <message>
        <source>New and changed photos are looked for; you can search meanwhile.</source>
        <translation>Neue und geänderte Fotos werden gesucht; die Suche ist solange nutzbar.</translation>
    </message>
    <message>
        <source>Pause describing (Ctrl+P)</source>
        <translation>Beschreiben anhalten (Strg+P)</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Photos that could not be read or described, and why</source>
        <translation>Fotos, die nicht gelesen oder beschrieben werden konnten, und warum</translation>
    </message>
    <message>
        <source>Plug the computer in, choose “Describe anyway”, or change it in the settings.</source>
        <translation>Den Computer ans Netz anschließen, „Trotzdem beschreiben“ wählen oder es in den Einstellungen ändern.</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Quick preview model</source>
        <translation>Schnelles Vorschaumodell</translation>
    </message>
    <message>
        <source>Reading folders</source>
        <translation>Ordner werden gelesen</translation>
    </message>
    <message>
        <source>The model that describes your photos. Choose another one here.</source>
        <translation>Das Modell, das die Fotos beschreibt. Hier ein anderes auswählen.</translation>
    </message>
    <message>
        <source>The photo that is described now</source>
        <translation>Das Foto, das gerade beschrieben wird</translation>
    </message>
    <message>
        <source>This takes up to a minute with a large model.</source>
        <translation>Das dauert bei einem großen Modell bis zu einer Minute.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Try again with the button at the right, or choose another model at the left.</source>
        <translation>Mit dem Knopf rechts erneut versuchen oder links ein anderes Modell auswählen.</translation>
    </message>
    <message>
        <source>Up to date</source>
        <translation>Auf dem neuesten Stand</translation>
    </message>
    <message>
        <source>Updating the search</source>
        <translation>Suche wird aktualisiert</translation>
    </message>
    <message>
        <source>Waiting for mains power</source>
        <translation>Wartet auf Netzstrom</translation>
    </message>
    <message>
        <source>Waiting for the server</source>
        <translation>Wartet auf den Server</translation>
    </message>
    <message>
        <source>Waiting for the set hours</source>
        <translation>Wartet auf die eingestellte Uhrzeit</translation>
    </message>
    <message>
        <source>Waiting for your choice</source>
        <translation>Wartet auf die Auswahl</translation>
    </message>
    <message>
        <source>Waiting until nobody uses the computer</source>
        <translation>Wartet, bis niemand den Computer benutzt</translation>
    </message>
    <message>
        <source>about {time} of work left</source>
        <translation>noch etwa {time} Arbeit</translation>
    </message>
    <message>
        <source>all described in {time}</source>
        <translation>alles beschrieben: noch {time}</translation>
    </message>
    <message>
        <source>all searchable in {time}</source>
        <translation>alle auffindbar: noch {time}</translation>
    </message>
    <message>
        <source>measuring…</source>
        <translation>wird gemessen …</translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation>{done} von {total}</translation>
    </message>
    <message>
        <source>{n} photos/h</source>
        <translation>{n} Fotos/h</translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation>noch {time}</translation>
    </message>
</context>
<context>
    <name>CaptionCard</name>
    <message>
        <source>Show this caption again</source>
        <translation>Beschreibung wieder einblenden</translation>
    </message>
    <message>
        <source>This is wrong: hide the caption (Del)</source>
        <translation>Das stimmt nicht: Beschreibung ausblenden (Entf)</translation>
    </message>
    <message>
        <source>{view} · hidden</source>
        <translation>{view} · ausgeblendet</translation>
    </message>
    <message>
        <source>{view}: hidden caption</source>
        <translation>{view}: ausgeblendete Beschreibung</translation>
    </message>
</context>
<context>
    <name>CaptionsPanel</name>
    <message numerus="yes">
        <source>%Ln photos are selected.</source>
        <translation>
            <numerusform>%Ln Foto ist ausgewählt.</numerusform>
            <numerusform>%Ln Fotos sind ausgewählt.</numerusform>
        </translation>
    </message>
    <message>
        <source>(no file)</source>
        <translation>(keine Datei)</translation>
    </message>
    <message>
        <source>Choose a photo to see what was said about it, and why it was found.</source>
        <translation>Ein Foto auswählen, um zu sehen, was darüber gesagt wurde und warum es gefunden wurde.</translation>
    </message>
    <message>
        <source>Copy this caption</source>
        <translation>Beschreibung kopieren</translation>
    </message>
    <message>
        <source>Describe again</source>
        <translation>Neu beschreiben</translation>
    </message>
    <message>
        <source>Described by {model}</source>
        <translation>Beschrieben von {model}</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Details</translation>
    </message>
    <message>
        <source>Have the model that is in use describe this photo anew; what it said stays until then</source>
        <translation>Dieses Foto vom verwendeten Modell neu beschreiben lassen; bis dahin bleibt die alte Beschreibung</translation>
    </message>
    <message>
        <source>Hide this caption: it is wrong</source>
        <translation>Beschreibung ausblenden: sie stimmt nicht</translation>
    </message>
    <message>
        <source>Leave “{word}” out</source>
        <translation>„{word}“ ausschließen</translation>
    </message>
    <message>
        <source>Not described yet. It can be found by its name and your own words meanwhile.</source>
        <translation>Noch nicht beschrieben. Solange ist es über den Namen und eigene Worte zu finden.</translation>
    </message>
    <message>
        <source>Only photos with “{word}”</source>
        <translation>Nur Fotos mit „{word}“</translation>
    </message>
    <message>
        <source>Show this caption again</source>
        <translation>Beschreibung wieder einblenden</translation>
    </message>
    <message>
        <source>Why this photo</source>
        <translation>Warum dieses Foto</translation>
    </message>
    <message>
        <source>Your own words</source>
        <translation>Eigene Worte</translation>
    </message>
</context>
<context>
    <name>ChipButton</name>
    <message>
        <source>Filter: {word}</source>
        <translation>Filter: {word}</translation>
    </message>
    <message>
        <source>Include these photos</source>
        <translation>Diese Fotos einschließen</translation>
    </message>
    <message>
        <source>Leave these photos out</source>
        <translation>Diese Fotos ausschließen</translation>
    </message>
    <message>
        <source>Only photos with “{word}” itself, not with related words. Click to leave them out, ✕ or Delete removes.</source>
        <translation>Nur Fotos mit „{word}“ selbst, nicht mit verwandten Wörtern. Klicken schließt sie aus, ✕ oder Entf entfernt den Suchbegriff.</translation>
    </message>
    <message>
        <source>Only photos with “{word}”. Click to leave them out, ✕ or Delete removes.</source>
        <translation>Nur Fotos mit „{word}“. Klicken schließt sie aus, ✕ oder Entf entfernt den Suchbegriff.</translation>
    </message>
    <message>
        <source>Only this word, no related ones</source>
        <translation>Nur dieses Wort, keine verwandten</translation>
    </message>
    <message>
        <source>Only {word}. ✕ or Delete removes it.</source>
        <translation>Nur {word}. ✕ oder Entf entfernt den Filter.</translation>
    </message>
    <message>
        <source>Photos with “{word}” are left out. Click to include them, ✕ or Delete removes.</source>
        <translation>Fotos mit „{word}“ sind ausgeschlossen. Klicken schließt sie ein, ✕ oder Entf entfernt den Suchbegriff.</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>With {word}</source>
        <translation>Mit {word}</translation>
    </message>
    <message>
        <source>With {word} itself, no related words</source>
        <translation>Mit {word} selbst, ohne verwandte Wörter</translation>
    </message>
    <message>
        <source>Without {word}</source>
        <translation>Ohne {word}</translation>
    </message>
    <message>
        <source>{name}: no photo matches</source>
        <translation>{name}: kein Foto passt</translation>
    </message>
</context>
<context>
    <name>DateDialog</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Dates</source>
        <translation>Zeitraum</translation>
    </message>
    <message>
        <source>Show these</source>
        <translation>Anzeigen</translation>
    </message>
    <message>
        <source>Taken on or after</source>
        <translation>Aufgenommen ab</translation>
    </message>
    <message>
        <source>Taken on or before</source>
        <translation>Aufgenommen bis</translation>
    </message>
</context>
<context>
    <name>DepthPage</name>
    <message>
        <source>About {time} for 1,000 photos (estimated).</source>
        <translation>Etwa {time} für 1.000 Fotos (geschätzt).</translation>
    </message>
    <message>
        <source>About {time} for 1,000 photos (measured).</source>
        <translation>Etwa {time} für 1.000 Fotos (gemessen).</translation>
    </message>
    <message>
        <source>All photos are described as wholes first, so that you can search them soon. After that, regions of each photo can be described too: small things are found that way.</source>
        <translation>Zuerst werden alle Fotos als Ganzes beschrieben, damit sie bald durchsuchbar sind. Danach können auch Ausschnitte jedes Fotos beschrieben werden: So wird auch Kleines gefunden.</translation>
    </message>
    <message>
        <source>Fastest; small things may not be found.</source>
        <translation>Am schnellsten; Kleines wird vielleicht nicht gefunden.</translation>
    </message>
    <message>
        <source>The person in the corner, the cup on the shelf. Recommended.</source>
        <translation>Die Person am Rand, die Tasse im Regal. Empfohlen.</translation>
    </message>
    <message>
        <source>Whole photos first, then their regions</source>
        <translation>Erst ganze Fotos, dann ihre Ausschnitte</translation>
    </message>
    <message>
        <source>Whole photos only</source>
        <translation>Nur ganze Fotos</translation>
    </message>
</context>
<context>
    <name>DownloadPanel</name>
    <message>
        <source>Asking what there is…</source>
        <translation>Verfügbare Dateien werden abgefragt …</translation>
    </message>
    <message>
        <source>Cancel the download</source>
        <translation>Download abbrechen</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>Download</translation>
    </message>
    <message>
        <source>Download ({size})</source>
        <translation>Herunterladen ({size})</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Stop, and delete what has come so far</source>
        <translation>Abbrechen und das bisher Geladene löschen</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>checking what is here already</source>
        <translation>vorhandene Daten werden geprüft</translation>
    </message>
    <message>
        <source>waiting: {reason}</source>
        <translation>wartet: {reason}</translation>
    </message>
    <message>
        <source>{amount} are here</source>
        <translation>{amount} sind da</translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation>{done} von {total}</translation>
    </message>
    <message>
        <source>{size}/s</source>
        <translation>{size}/s</translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation>noch {time}</translation>
    </message>
</context>
<context>
    <name>EmptyState</name>
    <message>
        <source>Add a folder of photos. photofind looks at each of them, describes it in words on this computer, and lets you search those words. Your files are only read, never changed; nothing leaves this computer.</source>
        <translation>Einen Ordner mit Fotos hinzufügen. photofind betrachtet jedes Foto, beschreibt es auf diesem Computer mit Worten und macht diese Worte durchsuchbar. Die Dateien werden nur gelesen, nie verändert; nichts verlässt diesen Computer.</translation>
    </message>
    <message>
        <source>Add a folder…</source>
        <translation>Ordner hinzufügen …</translation>
    </message>
    <message>
        <source>Add another folder…</source>
        <translation>Weiteren Ordner hinzufügen …</translation>
    </message>
    <message>
        <source>Clear the search</source>
        <translation>Suche leeren</translation>
    </message>
    <message>
        <source>Find your photos by what is in them</source>
        <translation>Fotos nach ihrem Inhalt finden</translation>
    </message>
    <message>
        <source>Match any of the chips</source>
        <translation>Ein Suchbegriff genügt</translation>
    </message>
    <message>
        <source>No photo matches</source>
        <translation>Kein Foto passt</translation>
    </message>
    <message>
        <source>No photos here</source>
        <translation>Keine Fotos vorhanden</translation>
    </message>
    <message>
        <source>Not described yet</source>
        <translation>Noch nicht beschrieben</translation>
    </message>
    <message>
        <source>Reading your folders</source>
        <translation>Ordner werden gelesen</translation>
    </message>
    <message>
        <source>Show all photos</source>
        <translation>Alle Fotos anzeigen</translation>
    </message>
    <message>
        <source>Take a chip away, or try another word.</source>
        <translation>Einen Suchbegriff entfernen oder ein anderes Wort versuchen.</translation>
    </message>
    <message>
        <source>The drive of your folders is not connected. Connect it; what is known of its photos is kept.</source>
        <translation>Das Laufwerk der Ordner ist nicht angeschlossen. Nach dem Anschließen geht es weiter; was über die Fotos bekannt ist, bleibt erhalten.</translation>
    </message>
    <message>
        <source>The first photos appear in a moment.</source>
        <translation>Die ersten Fotos erscheinen gleich.</translation>
    </message>
    <message>
        <source>Your folders hold no photos that can be read: JPEG, PNG, WebP, TIFF, HEIC…</source>
        <translation>Die Ordner enthalten keine lesbaren Fotos: JPEG, PNG, WebP, TIFF, HEIC …</translation>
    </message>
    <message>
        <source>photofind is just about to describe your photos. Results appear here as words come in.</source>
        <translation>photofind beginnt gerade, die Fotos zu beschreiben. Ergebnisse erscheinen hier, sobald Worte vorliegen.</translation>
    </message>
    <message>
        <source>{text} {n} of {all} photos aren&apos;t described yet: more may be found when they are.</source>
        <translation>{text} {n} von {all} Fotos sind noch nicht beschrieben: Danach wird vielleicht mehr gefunden.</translation>
    </message>
</context>
<context>
    <name>ExcludedDialog</name>
    <message numerus="yes">
        <source>%Ln photos were taken out of the library. Their files are untouched, and what was said about them is kept.</source>
        <translation>
            <numerusform>%Ln Foto wurde aus der Bibliothek genommen. Die Datei ist unverändert, und die Beschreibungen bleiben erhalten.</numerusform>
            <numerusform>%Ln Fotos wurden aus der Bibliothek genommen. Die Dateien sind unverändert, und die Beschreibungen bleiben erhalten.</numerusform>
        </translation>
    </message>
    <message>
        <source>Choose photos in the list first.</source>
        <translation>Zuerst Fotos in der Liste auswählen.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>No photo was taken out of the library. The menu of a photo, or Delete, does that.</source>
        <translation>Kein Foto wurde aus der Bibliothek genommen. Das geht im Menü eines Fotos oder mit Entf.</translation>
    </message>
    <message>
        <source>Photos taken out</source>
        <translation>Herausgenommene Fotos</translation>
    </message>
    <message>
        <source>Put all back</source>
        <translation>Alle zurückholen</translation>
    </message>
    <message>
        <source>Put the chosen back</source>
        <translation>Ausgewählte zurückholen</translation>
    </message>
    <message>
        <source>Show in the file manager</source>
        <translation>Im Dateimanager anzeigen</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message numerus="yes">
        <source>%Ln photos exported.</source>
        <translation>
            <numerusform>%Ln Foto exportiert.</numerusform>
            <numerusform>%Ln Fotos exportiert.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photos will be exported.</source>
        <translation>
            <numerusform>%Ln Foto wird exportiert.</numerusform>
            <numerusform>%Ln Fotos werden exportiert.</numerusform>
        </translation>
    </message>
    <message>
        <source>A page to look at in any browser, with the words marked.</source>
        <translation>Eine Seite für jeden Browser, mit markierten Wörtern.</translation>
    </message>
    <message>
        <source>Already there, and the same: {n}.</source>
        <translation>Schon vorhanden und gleich: {n}.</translation>
    </message>
    <message>
        <source>Archive (ZIP)</source>
        <translation>Archiv (ZIP)</translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation>Durchsuchen …</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Cancelled. What has been written is whole and stays; the same export goes on from there.</source>
        <translation>Abgebrochen. Bereits Geschriebenes ist vollständig und bleibt; derselbe Export setzt dort fort.</translation>
    </message>
    <message>
        <source>Cancelled; nothing was written.</source>
        <translation>Abgebrochen; es wurde nichts geschrieben.</translation>
    </message>
    <message>
        <source>Captions and tags in small files that other photo programs read.</source>
        <translation>Beschreibungen und Stichwörter in kleinen Dateien, die andere Fotoprogramme lesen.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Contact sheet (PDF)</source>
        <translation>Kontaktabzug (PDF)</translation>
    </message>
    <message>
        <source>Copies of the photos</source>
        <translation>Kopien der Fotos</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Export to</source>
        <translation>Exportieren nach</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>File paths</source>
        <translation>Dateipfade</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>Gallery (HTML)</source>
        <translation>Galerie (HTML)</translation>
    </message>
    <message>
        <source>Left out or incomplete: {n}.</source>
        <translation>Ausgelassen oder unvollständig: {n}.</translation>
    </message>
    <message>
        <source>One path a line, for other programs.</source>
        <translation>Ein Pfad je Zeile, für andere Programme.</translation>
    </message>
    <message>
        <source>One photo a row, for spreadsheets.</source>
        <translation>Ein Foto je Zeile, für Tabellenkalkulationen.</translation>
    </message>
    <message>
        <source>One result a line, for scripts and long lists.</source>
        <translation>Ein Ergebnis je Zeile, für Skripte und lange Listen.</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>Fotos</translation>
    </message>
    <message>
        <source>Photos that were left out</source>
        <translation>Ausgelassene Fotos</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>Ersetzen</translation>
    </message>
    <message>
        <source>Replace it?</source>
        <translation>Soll sie ersetzt werden?</translation>
    </message>
    <message>
        <source>Results (JSON Lines)</source>
        <translation>Ergebnisse (JSON Lines)</translation>
    </message>
    <message>
        <source>Results (JSON)</source>
        <translation>Ergebnisse (JSON)</translation>
    </message>
    <message>
        <source>Say where the file should go.</source>
        <translation>Bitte angeben, wohin die Datei geschrieben werden soll.</translation>
    </message>
    <message>
        <source>Say where the folder should be.</source>
        <translation>Bitte angeben, wo der Ordner liegen soll.</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Im Ordner anzeigen</translation>
    </message>
    <message>
        <source>Sidecars (XMP)</source>
        <translation>Begleitdateien (XMP)</translation>
    </message>
    <message>
        <source>Sidecars written: {n}.</source>
        <translation>Geschriebene Begleitdateien: {n}.</translation>
    </message>
    <message>
        <source>Table (CSV)</source>
        <translation>Tabelle (CSV)</translation>
    </message>
    <message>
        <source>The photos and their captions in one file, to send or keep.</source>
        <translation>Die Fotos und ihre Beschreibungen in einer Datei, zum Verschicken oder Aufbewahren.</translation>
    </message>
    <message>
        <source>The photos, copied into a folder; what is there already stays.</source>
        <translation>Die Fotos, in einen Ordner kopiert; was dort schon liegt, bleibt.</translation>
    </message>
    <message>
        <source>The search and its results with the reasons, for programs.</source>
        <translation>Die Suche und ihre Ergebnisse mit den Gründen, für Programme.</translation>
    </message>
    <message>
        <source>There is a file “{name}” already.</source>
        <translation>Es gibt bereits eine Datei „{name}“.</translation>
    </message>
    <message>
        <source>Twelve photos a page with their captions, to print or send.</source>
        <translation>Zwölf Fotos je Seite mit Beschreibungen, zum Drucken oder Verschicken.</translation>
    </message>
    <message>
        <source>… and {n} more</source>
        <translation>… und {n} weitere</translation>
    </message>
</context>
<context>
    <name>ExportScope</name>
    <message numerus="yes">
        <source>All %Ln results</source>
        <translation>
            <numerusform>Das eine Ergebnis</numerusform>
            <numerusform>Alle %Ln Ergebnisse</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The %Ln selected photos</source>
        <translation>
            <numerusform>Das ausgewählte Foto</numerusform>
            <numerusform>Die %Ln ausgewählten Fotos</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FailuresDialog</name>
    <message numerus="yes">
        <source>%Ln photos or parts of photos could not be read or described.</source>
        <translation>
            <numerusform>%Ln Foto oder Teil eines Fotos konnte nicht gelesen oder beschrieben werden.</numerusform>
            <numerusform>%Ln Fotos oder Teile von Fotos konnten nicht gelesen oder beschrieben werden.</numerusform>
        </translation>
    </message>
    <message>
        <source>A file that could not be read is tried again together with all others: “Try all again”.</source>
        <translation>Eine Datei, die nicht gelesen werden konnte, wird mit allen anderen erneut versucht: „Alle erneut versuchen“.</translation>
    </message>
    <message>
        <source>Choose photos in the list to try only these again, or to see where they are.</source>
        <translation>Fotos in der Liste auswählen, um nur diese erneut zu versuchen oder zu sehen, wo sie liegen.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Failed photos</source>
        <translation>Fehlgeschlagene Fotos</translation>
    </message>
    <message>
        <source>Nothing failed: all photos could be read and described.</source>
        <translation>Nichts ist fehlgeschlagen: Alle Fotos konnten gelesen und beschrieben werden.</translation>
    </message>
    <message>
        <source>Photo</source>
        <translation>Foto</translation>
    </message>
    <message>
        <source>Show in the file manager</source>
        <translation>Im Dateimanager anzeigen</translation>
    </message>
    <message>
        <source>They are tried again. What fails again appears here.</source>
        <translation>Sie werden erneut versucht. Was wieder fehlschlägt, erscheint hier.</translation>
    </message>
    <message>
        <source>Try all again</source>
        <translation>Alle erneut versuchen</translation>
    </message>
    <message>
        <source>Try the chosen again</source>
        <translation>Ausgewählte erneut versuchen</translation>
    </message>
    <message>
        <source>What failed</source>
        <translation>Fehlgeschlagen</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>describing</source>
        <translation>Beschreiben</translation>
    </message>
    <message>
        <source>reading</source>
        <translation>Lesen</translation>
    </message>
</context>
<context>
    <name>Filmstrip</name>
    <message>
        <source>Photos beside this one</source>
        <translation>Benachbarte Fotos</translation>
    </message>
    <message>
        <source>{row} of {count}</source>
        <translation>{row} von {count}</translation>
    </message>
</context>
<context>
    <name>FirstRun</name>
    <message>
        <source>All can be chosen later: folders at the side, models and settings in the menu</source>
        <translation>Alles lässt sich später wählen: Ordner an der Seite, Modelle und Einstellungen im Menü</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Find your photos by what is in them</source>
        <translation>Fotos nach ihrem Inhalt finden</translation>
    </message>
    <message>
        <source>How are they described?</source>
        <translation>Wie werden sie beschrieben?</translation>
    </message>
    <message>
        <source>How thoroughly?</source>
        <translation>Wie gründlich?</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Skip all this</source>
        <translation>Alles überspringen</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Starten</translation>
    </message>
    <message>
        <source>Step {n} of {all}</source>
        <translation>Schritt {n} von {all}</translation>
    </message>
    <message>
        <source>Without folders for now</source>
        <translation>Vorerst ohne Ordner</translation>
    </message>
</context>
<context>
    <name>FoldersPage</name>
    <message>
        <source>Add another folder…</source>
        <translation>Weiteren Ordner hinzufügen …</translation>
    </message>
    <message>
        <source>Choose a folder…</source>
        <translation>Ordner auswählen …</translation>
    </message>
    <message>
        <source>Drag a folder of photos here, or choose one below. It can also be done later, at the side.</source>
        <translation>Einen Ordner mit Fotos hierher ziehen oder unten einen auswählen. Das geht auch später, an der Seite.</translation>
    </message>
    <message>
        <source>Folders of photos</source>
        <translation>Ordner mit Fotos</translation>
    </message>
    <message>
        <source>None of the usual picture folders was found on this computer.</source>
        <translation>Keiner der üblichen Bilderordner wurde auf diesem Computer gefunden.</translation>
    </message>
    <message>
        <source>Which folders hold your photos? Tick them, or drag folders here. Files are only read, never changed, moved or copied.</source>
        <translation>In welchen Ordnern liegen die Fotos? Ordner ankreuzen oder hierher ziehen. Dateien werden nur gelesen, nie verändert, verschoben oder kopiert.</translation>
    </message>
</context>
<context>
    <name>GridView</name>
    <message>
        <source>Photos</source>
        <translation>Fotos</translation>
    </message>
</context>
<context>
    <name>Histogram</name>
    <message>
        <source>Histogram of frequent words</source>
        <translation>Histogramm häufiger Wörter</translation>
    </message>
</context>
<context>
    <name>InsightsPage</name>
    <message>
        <source>Back to all photos</source>
        <translation>Zurück zu allen Fotos</translation>
    </message>
    <message>
        <source>Back to all photos (Esc)</source>
        <translation>Zurück zu allen Fotos (Esc)</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Drawing</source>
        <translation>Zeichnung</translation>
    </message>
    <message>
        <source>Frequent words</source>
        <translation>Häufige Wörter</translation>
    </message>
    <message>
        <source>How often the captions of {photos} say each word, all views counted. A click adds it to the search.</source>
        <translation>Wie oft jedes Wort in den Beschreibungen von {photos} vorkommt, alle Ausschnitte gezählt. Ein Klick fügt es zur Suche hinzu.</translation>
    </message>
    <message>
        <source>Leave “{word}” out</source>
        <translation>„{word}“ ausschließen</translation>
    </message>
    <message>
        <source>Nothing was said about these photos yet. Words appear as photos are described.</source>
        <translation>Über diese Fotos wurde noch nichts gesagt. Wörter erscheinen, sobald Fotos beschrieben sind.</translation>
    </message>
    <message>
        <source>Only photos with “{word}”</source>
        <translation>Nur Fotos mit „{word}“</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>Save the picture</source>
        <translation>Bild speichern</translation>
    </message>
    <message>
        <source>Save the picture as SVG or PNG</source>
        <translation>Bild als SVG oder PNG speichern</translation>
    </message>
    <message>
        <source>Saved as {name}.</source>
        <translation>Als {name} gespeichert.</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>Speichern …</translation>
    </message>
    <message>
        <source>Selection</source>
        <translation>Auswahl</translation>
    </message>
    <message>
        <source>The picture</source>
        <translation>Das Bild</translation>
    </message>
    <message>
        <source>The picture is copied.</source>
        <translation>Das Bild wurde kopiert.</translation>
    </message>
    <message>
        <source>The words are copied.</source>
        <translation>Die Wörter wurden kopiert.</translation>
    </message>
    <message>
        <source>The words, as a table</source>
        <translation>Die Wörter als Tabelle</translation>
    </message>
    <message>
        <source>These results</source>
        <translation>Diese Ergebnisse</translation>
    </message>
    <message>
        <source>This photo</source>
        <translation>Dieses Foto</translation>
    </message>
    <message>
        <source>Whole library</source>
        <translation>Ganze Bibliothek</translation>
    </message>
    <message>
        <source>the whole library</source>
        <translation>der ganzen Bibliothek</translation>
    </message>
    <message>
        <source>whole library</source>
        <translation>ganze Bibliothek</translation>
    </message>
</context>
<context>
    <name>LibraryCommands</name>
    <message numerus="yes">
        <source>%Ln photos exported to {path}.</source>
        <translation>
            <numerusform>%Ln Foto nach {path} exportiert.</numerusform>
            <numerusform>%Ln Fotos nach {path} exportiert.</numerusform>
        </translation>
    </message>
    <message>
        <source>Add a folder of photos</source>
        <translation>Ordner mit Fotos hinzufügen</translation>
    </message>
    <message>
        <source>Describe again</source>
        <translation>Neu beschreiben</translation>
    </message>
    <message>
        <source>Describe {photos} again?</source>
        <translation>{photos} neu beschreiben?</translation>
    </message>
    <message>
        <source>Its files stay as they are. What was said about its photos is kept for the day you add it again.</source>
        <translation>Die Dateien bleiben, wie sie sind. Was über die Fotos gesagt wurde, bleibt erhalten, falls der Ordner wieder hinzugefügt wird.</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Remove folder</source>
        <translation>Ordner entfernen</translation>
    </message>
    <message>
        <source>Remove {folder} from the library?</source>
        <translation>{folder} aus der Bibliothek entfernen?</translation>
    </message>
    <message>
        <source>Save this search</source>
        <translation>Suche speichern</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>That takes about {time}. The present descriptions stay, and are searched, until then.</source>
        <translation>Das dauert etwa {time}. Bis dahin bleiben die jetzigen Beschreibungen und werden durchsucht.</translation>
    </message>
    <message>
        <source>The present descriptions stay, and are searched, until then.</source>
        <translation>Die jetzigen Beschreibungen bleiben bis dahin und werden durchsucht.</translation>
    </message>
    <message>
        <source>There is nothing to save: add a chip first.</source>
        <translation>Es gibt nichts zu speichern: erst einen Suchbegriff hinzufügen.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Where is {folder} now?</source>
        <translation>Wo liegt {folder} jetzt?</translation>
    </message>
    <message>
        <source>{folder} is being read.</source>
        <translation>{folder} wird gelesen.</translation>
    </message>
    <message>
        <source>{folder} is being read. Nothing is described again.</source>
        <translation>{folder} wird gelesen. Nichts wird neu beschrieben.</translation>
    </message>
    <message>
        <source>{model} could not be downloaded. {why}</source>
        <translation>{model} konnte nicht heruntergeladen werden. {why}</translation>
    </message>
    <message>
        <source>{model} is downloaded and can be used now.</source>
        <translation>{model} ist heruntergeladen und kann jetzt verwendet werden.</translation>
    </message>
    <message>
        <source>“{name}” is deleted.</source>
        <translation>„{name}“ wurde gelöscht.</translation>
    </message>
</context>
<context>
    <name>ModelDetails</name>
    <message>
        <source>Change the server…</source>
        <translation>Server ändern …</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Dateien</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>Wird verwendet</translation>
    </message>
    <message>
        <source>It is downloaded and checked.</source>
        <translation>Es ist heruntergeladen und geprüft.</translation>
    </message>
    <message>
        <source>Its files are gone. Bring them back, or add the pair again.</source>
        <translation>Die Dateien fehlen. Sie zurückholen oder das Paar neu hinzufügen.</translation>
    </message>
    <message>
        <source>Its page states no licence: read there what you may do with it.</source>
        <translation>Die Webseite nennt keine Lizenz: dort nachlesen, was erlaubt ist.</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Lizenz</translation>
    </message>
    <message>
        <source>Looking which models there are…</source>
        <translation>Modelle werden gesucht …</translation>
    </message>
    <message>
        <source>Memory needed</source>
        <translation>Speicherbedarf</translation>
    </message>
    <message>
        <source>Model there</source>
        <translation>Modell dort</translation>
    </message>
    <message>
        <source>Open its page in the browser</source>
        <translation>Webseite im Browser öffnen</translation>
    </message>
    <message>
        <source>Remove files…</source>
        <translation>Dateien entfernen …</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Take off the list…</source>
        <translation>Von der Liste nehmen …</translation>
    </message>
    <message>
        <source>This computer has less memory than it needs: it may be slow, or not start at all.</source>
        <translation>Dieser Computer hat weniger Arbeitsspeicher als nötig: Das Modell kann langsam sein oder gar nicht starten.</translation>
    </message>
    <message>
        <source>Use it now</source>
        <translation>Jetzt verwenden</translation>
    </message>
    <message>
        <source>Use this model</source>
        <translation>Dieses Modell verwenden</translation>
    </message>
    <message>
        <source>about {size}</source>
        <translation>etwa {size}</translation>
    </message>
</context>
<context>
    <name>ModelDialog</name>
    <message>
        <source>A model looks at each photo and writes down what is in it. The better the model, the better you find. Captions of a former model stay until the new ones are in.</source>
        <translation>Ein Modell betrachtet jedes Foto und schreibt auf, was darauf ist. Je besser das Modell, desto besser die Suche. Beschreibungen eines früheren Modells bleiben, bis die neuen da sind.</translation>
    </message>
    <message>
        <source>Add a model from two GGUF files on this computer</source>
        <translation>Ein Modell aus zwei GGUF-Dateien auf diesem Computer hinzufügen</translation>
    </message>
    <message>
        <source>Cancel the download</source>
        <translation>Download abbrechen</translation>
    </message>
    <message>
        <source>Cancel the download of {model}?</source>
        <translation>Download von {model} abbrechen?</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Have photos described by a program on this or another computer</source>
        <translation>Fotos von einem Programm auf diesem oder einem anderen Computer beschreiben lassen</translation>
    </message>
    <message>
        <source>I already have one…</source>
        <translation>Eigenes Modell …</translation>
    </message>
    <message>
        <source>Its files stay where they are. The captions that it wrote stay too.</source>
        <translation>Die Dateien bleiben, wo sie sind. Auch die Beschreibungen des Modells bleiben.</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Photos are described by the quick preview model then, until you choose another one.</source>
        <translation>Fotos werden dann vom schnellen Vorschaumodell beschrieben, bis ein anderes ausgewählt wird.</translation>
    </message>
    <message>
        <source>Remove files</source>
        <translation>Dateien entfernen</translation>
    </message>
    <message>
        <source>Remove the files of {model}?</source>
        <translation>Dateien von {model} entfernen?</translation>
    </message>
    <message>
        <source>Take off the list</source>
        <translation>Von der Liste nehmen</translation>
    </message>
    <message>
        <source>Take {model} off the list?</source>
        <translation>{model} von der Liste nehmen?</translation>
    </message>
    <message>
        <source>That frees {size}. The captions that it wrote stay.</source>
        <translation>Das gibt {size} frei. Die Beschreibungen des Modells bleiben.</translation>
    </message>
    <message>
        <source>The captions that it wrote stay.</source>
        <translation>Die Beschreibungen des Modells bleiben.</translation>
    </message>
    <message>
        <source>Use a server…</source>
        <translation>Server verwenden …</translation>
    </message>
    <message>
        <source>What has come so far is deleted. “Pause” keeps it.</source>
        <translation>Das bisher Geladene wird gelöscht. „Anhalten“ behält es.</translation>
    </message>
</context>
<context>
    <name>ModelList</name>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>recommended for this computer</source>
        <translation>für diesen Computer empfohlen</translation>
    </message>
</context>
<context>
    <name>ModelPage</name>
    <message>
        <source>A better model, downloaded once</source>
        <translation>Ein besseres Modell, einmal heruntergeladen</translation>
    </message>
    <message>
        <source>A model looks at each photo and writes down what is in it; you search these words. It runs on this computer: no photo leaves it. You can change this at any time.</source>
        <translation>Ein Modell betrachtet jedes Foto und schreibt auf, was darauf ist; diese Worte werden durchsucht. Es läuft auf diesem Computer: Kein Foto verlässt ihn. Die Wahl lässt sich jederzeit ändern.</translation>
    </message>
    <message>
        <source>A model that I have</source>
        <translation>Ein vorhandenes Modell</translation>
    </message>
    <message>
        <source>A pair of GGUF files on this computer.</source>
        <translation>Ein Paar GGUF-Dateien auf diesem Computer.</translation>
    </message>
    <message>
        <source>A program on this or another computer that describes photos. Photos are sent to it.</source>
        <translation>Ein Programm auf diesem oder einem anderen Computer, das Fotos beschreibt. Die Fotos werden dorthin gesendet.</translation>
    </message>
    <message>
        <source>A server</source>
        <translation>Ein Server</translation>
    </message>
    <message>
        <source>Built in: begins at once, in rough words.</source>
        <translation>Eingebaut: beginnt sofort, mit groben Worten.</translation>
    </message>
    <message>
        <source>Choose the files…</source>
        <translation>Dateien auswählen …</translation>
    </message>
    <message>
        <source>Compare all models</source>
        <translation>Alle Modelle vergleichen</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>Download</translation>
    </message>
    <message>
        <source>Download {size}</source>
        <translation>{size} herunterladen</translation>
    </message>
    <message>
        <source>It is being downloaded; you can go on meanwhile.</source>
        <translation>Es wird heruntergeladen; solange kann es weitergehen.</translation>
    </message>
    <message>
        <source>It is on this computer.</source>
        <translation>Es ist auf diesem Computer.</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Nicht jetzt</translation>
    </message>
    <message>
        <source>Quick preview model, now</source>
        <translation>Schnelles Vorschaumodell, sofort</translation>
    </message>
    <message>
        <source>Set up the server…</source>
        <translation>Server einrichten …</translation>
    </message>
    <message>
        <source>The library fills; photos are found by file and folder names and by your own words only.</source>
        <translation>Die Bibliothek füllt sich; Fotos sind nur über Datei- und Ordnernamen und eigene Worte zu finden.</translation>
    </message>
    <message>
        <source>This computer has less memory than that.</source>
        <translation>So viel Arbeitsspeicher hat dieser Computer nicht.</translation>
    </message>
    <message>
        <source>{model}, recommended for this computer: {size} to download, needs about {memory} of memory.</source>
        <translation>{model}, für diesen Computer empfohlen: {size} Download, braucht etwa {memory} Arbeitsspeicher.</translation>
    </message>
    <message>
        <source>{model}: {size} to download, needs about {memory} of memory.</source>
        <translation>{model}: {size} Download, braucht etwa {memory} Arbeitsspeicher.</translation>
    </message>
    <message>
        <source>{model} is in use.</source>
        <translation>{model} wird verwendet.</translation>
    </message>
</context>
<context>
    <name>ModelsFolder</name>
    <message>
        <source>Change folder…</source>
        <translation>Ordner ändern …</translation>
    </message>
    <message>
        <source>Keep downloaded models in another folder, and move them there</source>
        <translation>Heruntergeladene Modelle in einem anderen Ordner aufbewahren und dorthin verschieben</translation>
    </message>
    <message>
        <source>Keep models in</source>
        <translation>Modelle aufbewahren in</translation>
    </message>
    <message>
        <source>Leave everything where it was</source>
        <translation>Alles lassen, wo es war</translation>
    </message>
    <message>
        <source>Models are kept in {folder}</source>
        <translation>Modelle liegen in {folder}</translation>
    </message>
    <message>
        <source>Moving the models</source>
        <translation>Modelle werden verschoben</translation>
    </message>
    <message>
        <source>Moving: {done} of {total}</source>
        <translation>Verschieben: {done} von {total}</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stopp</translation>
    </message>
</context>
<context>
    <name>MonthBars</name>
    <message>
        <source>Click or drag to choose</source>
        <translation>Zum Auswählen klicken oder ziehen</translation>
    </message>
    <message>
        <source>Photos by date</source>
        <translation>Fotos nach Datum</translation>
    </message>
</context>
<context>
    <name>OptionRows</name>
    <message>
        <source>A4</source>
        <translation>A4</translation>
    </message>
    <message>
        <source>Also as description, where you wrote none</source>
        <translation>Auch als Beschreibung, wo keine eigene steht</translation>
    </message>
    <message>
        <source>Beside the photos, in their own folders</source>
        <translation>Neben den Fotos, in deren Ordnern</translation>
    </message>
    <message>
        <source>In a field that says so</source>
        <translation>In einem so benannten Feld</translation>
    </message>
    <message>
        <source>In a folder beside the page</source>
        <translation>In einem Ordner neben der Seite</translation>
    </message>
    <message>
        <source>In the page itself</source>
        <translation>In der Seite selbst</translation>
    </message>
    <message>
        <source>In the page, up to 200 photos</source>
        <translation>In der Seite, bis 200 Fotos</translation>
    </message>
    <message>
        <source>Leave it out</source>
        <translation>Weglassen</translation>
    </message>
    <message>
        <source>Paper</source>
        <translation>Papier</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Replace files that are there and differ</source>
        <translation>Vorhandene, abweichende Dateien ersetzen</translation>
    </message>
    <message>
        <source>US Letter</source>
        <translation>US Letter</translation>
    </message>
    <message>
        <source>What the model wrote</source>
        <translation>Text des Modells</translation>
    </message>
</context>
<context>
    <name>OwnEditor</name>
    <message>
        <source>Describe the photo in your own words</source>
        <translation>Das Foto mit eigenen Worten beschreiben</translation>
    </message>
    <message>
        <source>Revert</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Save your words (Ctrl+Enter)</source>
        <translation>Eigene Worte speichern (Strg+Eingabe)</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>Gespeichert</translation>
    </message>
    <message>
        <source>Tags, separated by commas</source>
        <translation>Stichwörter, durch Kommas getrennt</translation>
    </message>
    <message>
        <source>Take back what was saved; once more brings it again</source>
        <translation>Gespeichertes zurücknehmen; noch einmal stellt es wieder her</translation>
    </message>
    <message>
        <source>Taken back</source>
        <translation>Zurückgenommen</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Your own caption</source>
        <translation>Eigene Beschreibung</translation>
    </message>
    <message>
        <source>Your own tags</source>
        <translation>Eigene Stichwörter</translation>
    </message>
</context>
<context>
    <name>OwnModelDialog</name>
    <message>
        <source>A model that can see has two GGUF files: the language model, and the projector, whose name usually has “mmproj” in it. The files stay where they are.</source>
        <translation>Ein Modell, das sehen kann, besteht aus zwei GGUF-Dateien: dem Sprachmodell und dem Projektor, dessen Name meist „mmproj“ enthält. Die Dateien bleiben, wo sie sind.</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>Add a model from files</source>
        <translation>Modell aus Dateien hinzufügen</translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation>Durchsuchen …</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>GGUF files (*.gguf)</source>
        <translation>GGUF-Dateien (*.gguf)</translation>
    </message>
    <message>
        <source>Language model</source>
        <translation>Sprachmodell</translation>
    </message>
    <message>
        <source>Language model file</source>
        <translation>Datei des Sprachmodells</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Projector (mmproj)</source>
        <translation>Projektor (mmproj)</translation>
    </message>
    <message>
        <source>Projector file</source>
        <translation>Datei des Projektors</translation>
    </message>
    <message>
        <source>the file&apos;s name</source>
        <translation>Name der Datei</translation>
    </message>
</context>
<context>
    <name>PhotoCanvas</name>
    <message>
        <source>Photo</source>
        <translation>Foto</translation>
    </message>
</context>
<context>
    <name>PhotoCommands</name>
    <message numerus="yes">
        <source>%Ln failures are tried again.</source>
        <translation>
            <numerusform>%Ln Fehlschlag wird erneut versucht.</numerusform>
            <numerusform>%Ln Fehlschläge werden erneut versucht.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln files copied.</source>
        <translation>
            <numerusform>%Ln Datei kopiert.</numerusform>
            <numerusform>%Ln Dateien kopiert.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln paths copied.</source>
        <translation>
            <numerusform>%Ln Pfad kopiert.</numerusform>
            <numerusform>%Ln Pfade kopiert.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photos are in the library again.</source>
        <translation>
            <numerusform>%Ln Foto ist wieder in der Bibliothek.</numerusform>
            <numerusform>%Ln Fotos sind wieder in der Bibliothek.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photos were taken out of the library. Their files stay where they are.</source>
        <translation>
            <numerusform>%Ln Foto wurde aus der Bibliothek genommen. Die Datei bleibt, wo sie ist.</numerusform>
            <numerusform>%Ln Fotos wurden aus der Bibliothek genommen. Die Dateien bleiben, wo sie sind.</numerusform>
        </translation>
    </message>
    <message>
        <source>Caption copied.</source>
        <translation>Beschreibung kopiert.</translation>
    </message>
    <message>
        <source>Described again: {photos}. The present descriptions stay until then.</source>
        <translation>Neu zu beschreiben: {photos}. Bis dahin bleiben die jetzigen Beschreibungen.</translation>
    </message>
    <message>
        <source>Described next: {photos}.</source>
        <translation>Als Nächstes beschrieben: {photos}.</translation>
    </message>
    <message>
        <source>No program opens {name}.</source>
        <translation>Kein Programm öffnet {name}.</translation>
    </message>
    <message>
        <source>Nothing to change: they have these words already.</source>
        <translation>Nichts zu ändern: Sie haben diese Worte schon.</translation>
    </message>
    <message>
        <source>Path copied.</source>
        <translation>Pfad kopiert.</translation>
    </message>
    <message>
        <source>Taken back: {photos}.</source>
        <translation>Zurückgenommen: {photos}.</translation>
    </message>
    <message>
        <source>The file manager can&apos;t be opened.</source>
        <translation>Der Dateimanager lässt sich nicht öffnen.</translation>
    </message>
    <message>
        <source>There is nothing left to describe here.</source>
        <translation>Hier gibt es nichts mehr zu beschreiben.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Words changed: {photos}.</source>
        <translation>Worte geändert: {photos}.</translation>
    </message>
    <message>
        <source>{photos} are too many to copy at once: at most {most}. Export them instead.</source>
        <translation>{photos} sind zu viele, um sie auf einmal zu kopieren: höchstens {most}. Stattdessen exportieren.</translation>
    </message>
</context>
<context>
    <name>PhotoData</name>
    <message>
        <source>Also</source>
        <translation>Auch</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>Kamera</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>Pixels</source>
        <translation>Pixel</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>Ort</translation>
    </message>
    <message>
        <source>RAW</source>
        <translation>RAW</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Im Ordner anzeigen</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Taken</source>
        <translation>Aufgenommen</translation>
    </message>
    <message>
        <source>offline: its drive is not connected</source>
        <translation>offline: Laufwerk nicht angeschlossen</translation>
    </message>
</context>
<context>
    <name>Places</name>
    <message numerus="yes">
        <source>%Ln photos</source>
        <translation>
            <numerusform>%Ln Foto</numerusform>
            <numerusform>%Ln Fotos</numerusform>
        </translation>
    </message>
    <message>
        <source>shown now</source>
        <translation>wird angezeigt</translation>
    </message>
</context>
<context>
    <name>QuickLook</name>
    <message>
        <source>Quick look</source>
        <translation>Schnellansicht</translation>
    </message>
</context>
<context>
    <name>Requests</name>
    <message>
        <source>Something went wrong: {error}. The log has more.</source>
        <translation>Etwas ist schiefgegangen: {error}. Näheres steht im Protokoll.</translation>
    </message>
</context>
<context>
    <name>ResultsBar</name>
    <message>
        <source>Best match</source>
        <translation>Beste Treffer</translation>
    </message>
    <message>
        <source>By file name</source>
        <translation>Nach Dateiname</translation>
    </message>
    <message>
        <source>Leave “{word}” out</source>
        <translation>„{word}“ ausschließen</translation>
    </message>
    <message>
        <source>Narrow to:</source>
        <translation>Eingrenzen:</translation>
    </message>
    <message>
        <source>Newest first</source>
        <translation>Neueste zuerst</translation>
    </message>
    <message>
        <source>No photo matches “{word}”</source>
        <translation>Kein Foto passt zu „{word}“</translation>
    </message>
    <message>
        <source>Often seen:</source>
        <translation>Oft zu sehen:</translation>
    </message>
    <message>
        <source>Oldest first</source>
        <translation>Älteste zuerst</translation>
    </message>
    <message>
        <source>Only photos with {word}: {count}</source>
        <translation>Nur Fotos mit {word}: {count}</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>Sortierung</translation>
    </message>
    <message>
        <source>Order of the photos</source>
        <translation>Sortierung der Fotos</translation>
    </message>
    <message>
        <source>Photos that aren&apos;t described yet can only be found by their name and your own words.</source>
        <translation>Noch nicht beschriebene Fotos sind nur über ihren Namen und eigene Worte zu finden.</translation>
    </message>
    <message>
        <source>Search for {word} instead</source>
        <translation>Stattdessen nach {word} suchen</translation>
    </message>
    <message>
        <source>left out: {words}</source>
        <translation>weggelassen: {words}</translation>
    </message>
    <message>
        <source>no word “{word}” yet</source>
        <translation>noch kein Wort „{word}“</translation>
    </message>
    <message>
        <source>{found} of {all} · {described}</source>
        <translation>{found} von {all} · {described}</translation>
    </message>
    <message>
        <source>{n} described</source>
        <translation>{n} beschrieben</translation>
    </message>
    <message>
        <source>{text} — did you mean:</source>
        <translation>{text} – gemeint war vielleicht:</translation>
    </message>
</context>
<context>
    <name>SearchBar</name>
    <message>
        <source>Clear the search</source>
        <translation>Suche leeren</translation>
    </message>
    <message>
        <source>Clear the search (Ctrl+Shift+X)</source>
        <translation>Suche leeren (Strg+Umschalt+X)</translation>
    </message>
    <message>
        <source>Filters</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>Filters: date, folder, camera, orientation, description</source>
        <translation>Filter: Datum, Ordner, Kamera, Ausrichtung, Beschreibung</translation>
    </message>
    <message>
        <source>Photos that match all chips are found. Click for photos that match any.</source>
        <translation>Es werden Fotos gefunden, auf die alle Suchbegriffe zutreffen. Klicken für Fotos, auf die einer zutrifft.</translation>
    </message>
    <message>
        <source>Photos that match any chip are found. Click for photos that match all.</source>
        <translation>Es werden Fotos gefunden, auf die ein Suchbegriff zutrifft. Klicken für Fotos, auf die alle zutreffen.</translation>
    </message>
    <message>
        <source>all of them</source>
        <translation>alle davon</translation>
    </message>
    <message>
        <source>any of them</source>
        <translation>eines davon</translation>
    </message>
</context>
<context>
    <name>SearchField</name>
    <message>
        <source>&lt;p&gt;Type words; Enter or a comma makes chips of them (Ctrl+F).&lt;/p&gt;&lt;p&gt;&lt;b&gt;-word&lt;/b&gt; leaves out, &lt;b&gt;=word&lt;/b&gt; counts without related words, &lt;b&gt;“two words”&lt;/b&gt; is a phrase, &lt;b&gt;name:word&lt;/b&gt; and &lt;b&gt;own:word&lt;/b&gt; look only there.&lt;/p&gt;&lt;p&gt;Filters: &lt;b&gt;camera:&lt;/b&gt;canon, &lt;b&gt;orientation:&lt;/b&gt;portrait, &lt;b&gt;has:&lt;/b&gt;tags, &lt;b&gt;is:&lt;/b&gt;undescribed, &lt;b&gt;after:&lt;/b&gt;2020-01-31, &lt;b&gt;before:&lt;/b&gt;2021-01-01, &lt;b&gt;folder:&lt;/b&gt;/photos&lt;/p&gt;</source>
        <translation>&lt;p&gt;Wörter eingeben; Eingabetaste oder Komma macht sie zu Suchbegriffen (Strg+F).&lt;/p&gt;&lt;p&gt;&lt;b&gt;-wort&lt;/b&gt; schließt aus, &lt;b&gt;=wort&lt;/b&gt; zählt ohne verwandte Wörter, &lt;b&gt;„zwei Wörter“&lt;/b&gt; ist eine Wortfolge, &lt;b&gt;name:wort&lt;/b&gt; und &lt;b&gt;own:wort&lt;/b&gt; suchen nur dort.&lt;/p&gt;&lt;p&gt;Filter: &lt;b&gt;camera:&lt;/b&gt;canon, &lt;b&gt;orientation:&lt;/b&gt;portrait, &lt;b&gt;has:&lt;/b&gt;tags, &lt;b&gt;is:&lt;/b&gt;undescribed, &lt;b&gt;after:&lt;/b&gt;2020-01-31, &lt;b&gt;before:&lt;/b&gt;2021-01-01, &lt;b&gt;folder:&lt;/b&gt;/fotos&lt;/p&gt;</translation>
    </message>
    <message>
        <source>Search photos by what is in them</source>
        <translation>Fotos nach ihrem Inhalt suchen</translation>
    </message>
    <message>
        <source>Search: dog, beach, -people, &quot;red car&quot;</source>
        <translation>Suche: dog, beach, -people, &quot;red car&quot;</translation>
    </message>
</context>
<context>
    <name>ServerDialog</name>
    <message>
        <source>&amp;Address</source>
        <translation>&amp;Adresse</translation>
    </message>
    <message>
        <source>&amp;Model</source>
        <translation>&amp;Modell</translation>
    </message>
    <message>
        <source>&amp;Name here</source>
        <translation>&amp;Name hier</translation>
    </message>
    <message>
        <source>&amp;Pictures at once</source>
        <translation>&amp;Bilder gleichzeitig</translation>
    </message>
    <message>
        <source>A test sends this drawn picture, none of your photos, and shows what the model says about it.</source>
        <translation>Ein Test sendet dieses gezeichnete Bild, keines der Fotos, und zeigt, was das Modell dazu sagt.</translation>
    </message>
    <message>
        <source>API &amp;key</source>
        <translation>API-&amp;Schlüssel</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>Another program can describe your photos, here or on a faster computer: llama-server, Ollama, vLLM, LM Studio, or anything else with an OpenAI-compatible interface and a model that sees pictures.</source>
        <translation>Ein anderes Programm kann die Fotos beschreiben, hier oder auf einem schnelleren Computer: llama-server, Ollama, vLLM, LM Studio oder ein anderes mit OpenAI-kompatibler Schnittstelle und einem Modell, das Bilder sieht.</translation>
    </message>
    <message>
        <source>Asking the server… the first answer can take a while.</source>
        <translation>Der Server wird gefragt … die erste Antwort kann etwas dauern.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Ändern</translation>
    </message>
    <message>
        <source>Nothing is sent before you choose to use it.</source>
        <translation>Nichts wird gesendet, bevor das Modell zur Verwendung ausgewählt wird.</translation>
    </message>
    <message>
        <source>Once you use this model, your photos and their regions are sent as pictures to
{url}
Nothing is sent before that.</source>
        <translation>Sobald dieses Modell verwendet wird, werden die Fotos und ihre Ausschnitte als Bilder gesendet an
{url}
Vorher wird nichts gesendet.</translation>
    </message>
    <message>
        <source>Sample picture: a red house on a meadow under the sun</source>
        <translation>Beispielbild: ein rotes Haus auf einer Wiese unter der Sonne</translation>
    </message>
    <message>
        <source>Stop the test</source>
        <translation>Test stoppen</translation>
    </message>
    <message>
        <source>Test connection</source>
        <translation>Verbindung testen</translation>
    </message>
    <message numerus="yes">
        <source>The server has %Ln models.</source>
        <translation>
            <numerusform>Der Server hat %Ln Modell.</numerusform>
            <numerusform>Der Server hat %Ln Modelle.</numerusform>
        </translation>
    </message>
    <message>
        <source>This address is neither on your network nor encrypted: everybody on the way could look at your photos. Use https, or a server nearby.</source>
        <translation>Diese Adresse liegt weder im eigenen Netzwerk noch ist sie verschlüsselt: Jeder auf dem Weg könnte die Fotos ansehen. Bitte https oder einen Server in der Nähe verwenden.</translation>
    </message>
    <message>
        <source>Use a server</source>
        <translation>Server verwenden</translation>
    </message>
    <message>
        <source>automatic</source>
        <translation>automatisch</translation>
    </message>
    <message>
        <source>only if the server wants one</source>
        <translation>nur falls der Server einen verlangt</translation>
    </message>
    <message>
        <source>the model&apos;s name</source>
        <translation>Name des Modells</translation>
    </message>
    <message>
        <source>what the server calls it; a test lists them</source>
        <translation>so heißt es auf dem Server; ein Test listet alle auf</translation>
    </message>
    <message>
        <source>{model} says after {seconds} s:
“{text}”</source>
        <translation>{model} sagt nach {seconds} s:
„{text}“</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source> px</source>
        <translation> px</translation>
    </message>
    <message>
        <source>&amp;Appearance</source>
        <translation>&amp;Aussehen</translation>
    </message>
    <message>
        <source>&amp;Describe</source>
        <translation>&amp;Beschreiben</translation>
    </message>
    <message>
        <source>&amp;Expansion</source>
        <translation>&amp;Verwandte Wörter</translation>
    </message>
    <message>
        <source>&amp;Ignore photos smaller than</source>
        <translation>Fotos &amp;ignorieren, kleiner als</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>&amp;Sprache</translation>
    </message>
    <message>
        <source>&amp;Models</source>
        <translation>&amp;Modelle</translation>
    </message>
    <message>
        <source>&amp;Motion</source>
        <translation>Be&amp;wegung</translation>
    </message>
    <message>
        <source>&amp;Question</source>
        <translation>&amp;Frage</translation>
    </message>
    <message>
        <source>&amp;Regions</source>
        <translation>A&amp;usschnitte</translation>
    </message>
    <message>
        <source>&amp;Thoroughness</source>
        <translation>&amp;Gründlichkeit</translation>
    </message>
    <message>
        <source>0 uses the processor only. Fewer leave memory of the card to other programs.</source>
        <translation>0 nutzt nur den Prozessor. Weniger lassen anderen Programmen Speicher der Karte.</translation>
    </message>
    <message>
        <source>Ask a second question</source>
        <translation>Eine zweite Frage stellen</translation>
    </message>
    <message>
        <source>Back to the original</source>
        <translation>Zurück zur ursprünglichen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Computer</source>
        <translation>Computer</translation>
    </message>
    <message>
        <source>Counts from the next start on.</source>
        <translation>Gilt ab dem nächsten Start.</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Describe &amp;when</source>
        <translation>Wann b&amp;eschreiben</translation>
    </message>
    <message>
        <source>Describing</source>
        <translation>Beschreiben</translation>
    </message>
    <message>
        <source>Find by implied words too</source>
        <translation>Auch über verwandte Wörter finden</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>Layers on the &amp;graphics card</source>
        <translation>Schichten auf der Grafik&amp;karte</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Light or dark; “like the system” follows it at once.</source>
        <translation>Hell oder dunkel; „Wie das System“ folgt ihm sofort.</translation>
    </message>
    <message>
        <source>Like the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Longer descriptions for about half as much time again. All photos are described again.</source>
        <translation>Längere Beschreibungen für etwa die Hälfte mehr Zeit. Alle Fotos werden neu beschrieben.</translation>
    </message>
    <message>
        <source>Models and their folder…</source>
        <translation>Modelle und ihr Ordner …</translation>
    </message>
    <message>
        <source>More are faster until the computer gets slow for you. Counts when the model is loaded next.</source>
        <translation>Mehr sind schneller, bis der Computer zu langsam wird. Gilt, wenn das Modell das nächste Mal geladen wird.</translation>
    </message>
    <message>
        <source>More regions find smaller things and take longer. What is described already is kept.</source>
        <translation>Mehr Ausschnitte finden Kleineres und dauern länger. Bereits Beschriebenes bleibt.</translation>
    </message>
    <message>
        <source>More than twice as fast, with coarser descriptions of regions. They are described again.</source>
        <translation>Mehr als doppelt so schnell, mit gröberen Beschreibungen der Ausschnitte. Diese werden neu beschrieben.</translation>
    </message>
    <message>
        <source>No animations and fades</source>
        <translation>Keine Animationen und Überblendungen</translation>
    </message>
    <message>
        <source>Only from</source>
        <translation>Nur von</translation>
    </message>
    <message>
        <source>Only on mains power</source>
        <translation>Nur bei Netzstrom</translation>
    </message>
    <message>
        <source>Only while nobody uses the computer</source>
        <translation>Nur wenn niemand den Computer benutzt</translation>
    </message>
    <message>
        <source>Otherwise it waits and says so at the bottom; you can go on with “Describe anyway”.</source>
        <translation>Sonst wird gewartet und das unten angezeigt; „Trotzdem beschreiben“ macht weiter.</translation>
    </message>
    <message>
        <source>Photos &amp;taken out</source>
        <translation>Herausgenommene Fo&amp;tos</translation>
    </message>
    <message>
        <source>Photos that you took out of the library; they can be put back.</source>
        <translation>Fotos, die aus der Bibliothek genommen wurden; sie lassen sich zurückholen.</translation>
    </message>
    <message>
        <source>Processor &amp;threads</source>
        <translation>Prozessor-&amp;Threads</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>Frage</translation>
    </message>
    <message>
        <source>Quick look at regions</source>
        <translation>Ausschnitte nur kurz ansehen</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Show them…</source>
        <translation>Anzeigen …</translation>
    </message>
    <message>
        <source>The question of the method that photofind follows</source>
        <translation>Die Frage des Verfahrens, dem photofind folgt</translation>
    </message>
    <message>
        <source>The shorter side: keeps icons out of the library. Counts from the next start on.</source>
        <translation>Die kürzere Seite: hält Symbole aus der Bibliothek heraus. Gilt ab dem nächsten Start.</translation>
    </message>
    <message>
        <source>They are off too where the system switches them off.</source>
        <translation>Sie sind auch aus, wenn das System sie abschaltet.</translation>
    </message>
    <message>
        <source>“beach” finds photos of sand and waves too, below exact matches. The search is built anew.</source>
        <translation>„beach“ findet auch Fotos mit „sand“ und „waves“, nach den genauen Treffern. Die Suche wird neu aufgebaut.</translation>
    </message>
    <message>
        <source>The whole photo only: fastest</source>
        <translation>Nur das ganze Foto: am schnellsten</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>Bis</translation>
    </message>
    <message>
        <source>Use this question…</source>
        <translation>Diese Frage verwenden …</translation>
    </message>
    <message>
        <source>What models are asked</source>
        <translation>Was Modelle gefragt werden</translation>
    </message>
    <message>
        <source>What the model is asked about each view. Another question has all photos described again.</source>
        <translation>Was das Modell zu jedem Ausschnitt gefragt wird. Bei einer anderen Frage werden alle Fotos neu beschrieben.</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Wann</translation>
    </message>
    <message>
        <source>Which model describes, and where models are kept.</source>
        <translation>Welches Modell beschreibt und wo Modelle liegen.</translation>
    </message>
    <message>
        <source>Whole photo and 17 regions: finds small things</source>
        <translation>Ganzes Foto und 17 Ausschnitte: findet Kleines</translation>
    </message>
    <message>
        <source>Whole photo and 40 regions: finds more, takes longest</source>
        <translation>Ganzes Foto und 40 Ausschnitte: findet mehr, dauert am längsten</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>Fenster</translation>
    </message>
    <message>
        <source>as many as fit</source>
        <translation>so viele wie möglich</translation>
    </message>
    <message>
        <source>automatic</source>
        <translation>automatisch</translation>
    </message>
    <message>
        <source>until</source>
        <translation>bis</translation>
    </message>
</context>
<context>
    <name>ShortcutsDialog</name>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Tastenkombinationen</translation>
    </message>
</context>
<context>
    <name>Sidebar</name>
    <message>
        <source> — its drive is not connected; what is known of it is kept</source>
        <translation> – Laufwerk nicht angeschlossen; was darüber bekannt ist, bleibt erhalten</translation>
    </message>
    <message>
        <source>Add a folder of photos (Ctrl+O); or drag one into the window</source>
        <translation>Ordner mit Fotos hinzufügen (Strg+O) oder einen ins Fenster ziehen</translation>
    </message>
    <message>
        <source>Add folder…</source>
        <translation>Ordner hinzufügen …</translation>
    </message>
    <message>
        <source>Choose a model…</source>
        <translation>Modell auswählen …</translation>
    </message>
    <message>
        <source>Delete this saved search</source>
        <translation>Gespeicherte Suche löschen</translation>
    </message>
    <message>
        <source>Describe</source>
        <translation>Beschreiben</translation>
    </message>
    <message>
        <source>Describe this folder first</source>
        <translation>Diesen Ordner zuerst beschreiben</translation>
    </message>
    <message>
        <source>Describe: {how}</source>
        <translation>Beschreiben: {how}</translation>
    </message>
    <message>
        <source>F2 renames, Delete removes; drag it to another place</source>
        <translation>F2 benennt um, Entf löscht; Ziehen verschiebt</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>It is in another place now…</source>
        <translation>Liegt jetzt woanders …</translation>
    </message>
    <message>
        <source>Its photos are described first</source>
        <translation>Fotos darin werden zuerst beschrieben</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>Bibliothek</translation>
    </message>
    <message>
        <source>Library and folders</source>
        <translation>Bibliothek und Ordner</translation>
    </message>
    <message>
        <source>Photos are described roughly. {model} describes them far better.</source>
        <translation>Fotos werden grob beschrieben. {model} beschreibt sie weit besser.</translation>
    </message>
    <message>
        <source>Quick preview model</source>
        <translation>Schnelles Vorschaumodell</translation>
    </message>
    <message>
        <source>Remove from the library…</source>
        <translation>Aus der Bibliothek entfernen …</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>Umbenennen …</translation>
    </message>
    <message>
        <source>Saved searches</source>
        <translation>Gespeicherte Suchen</translation>
    </message>
    <message>
        <source>Show in the file manager</source>
        <translation>Im Dateimanager anzeigen</translation>
    </message>
    <message>
        <source>offline</source>
        <translation>offline</translation>
    </message>
</context>
<context>
    <name>Slideshow</name>
    <message>
        <source> s</source>
        <translation> s</translation>
    </message>
    <message>
        <source>End (Esc)</source>
        <translation>Beenden (Esc)</translation>
    </message>
    <message>
        <source>Go on by itself, or stay (Space)</source>
        <translation>Von selbst weiterlaufen oder anhalten (Leertaste)</translation>
    </message>
    <message>
        <source>Mixed order (R)</source>
        <translation>Zufällige Reihenfolge (R)</translation>
    </message>
    <message>
        <source>Next photo (→)</source>
        <translation>Nächstes Foto (→)</translation>
    </message>
    <message>
        <source>Previous photo (←)</source>
        <translation>Voriges Foto (←)</translation>
    </message>
    <message>
        <source>Seconds a photo</source>
        <translation>Sekunden je Foto</translation>
    </message>
    <message>
        <source>Seconds a photo (+, −)</source>
        <translation>Sekunden je Foto (+, −)</translation>
    </message>
    <message>
        <source>Slideshow</source>
        <translation>Diaschau</translation>
    </message>
    <message>
        <source>Start again at the end (L)</source>
        <translation>Am Ende von vorn beginnen (L)</translation>
    </message>
    <message>
        <source>This photo can&apos;t be shown.</source>
        <translation>Dieses Foto kann nicht angezeigt werden.</translation>
    </message>
</context>
<context>
    <name>Toast</name>
    <message>
        <source>Close the message</source>
        <translation>Meldung schließen</translation>
    </message>
</context>
<context>
    <name>Viewer</name>
    <message>
        <source>Back to all photos (Esc)</source>
        <translation>Zurück zu allen Fotos (Esc)</translation>
    </message>
    <message>
        <source>Captions and details at the side (I)</source>
        <translation>Beschreibungen und Details an der Seite (I)</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>Einpassen</translation>
    </message>
    <message>
        <source>Fit into the window (0), or the photo&apos;s own pixels (1)</source>
        <translation>Ins Fenster einpassen (0) oder Originalgröße (1)</translation>
    </message>
    <message>
        <source>Full screen (F)</source>
        <translation>Vollbild (F)</translation>
    </message>
    <message>
        <source>Next photo (→)</source>
        <translation>Nächstes Foto (→)</translation>
    </message>
    <message>
        <source>Other photos below (T)</source>
        <translation>Weitere Fotos unten (T)</translation>
    </message>
    <message>
        <source>Photo view</source>
        <translation>Fotoansicht</translation>
    </message>
    <message>
        <source>Previous photo (←)</source>
        <translation>Voriges Foto (←)</translation>
    </message>
    <message>
        <source>Slideshow (S)</source>
        <translation>Diaschau (S)</translation>
    </message>
    <message>
        <source>This photo can&apos;t be shown: its file can&apos;t be read or isn&apos;t there.</source>
        <translation>Dieses Foto kann nicht angezeigt werden: Die Datei ist nicht lesbar oder nicht vorhanden.</translation>
    </message>
    <message>
        <source>Zoom in (+)</source>
        <translation>Vergrößern (+)</translation>
    </message>
    <message>
        <source>Zoom out (−)</source>
        <translation>Verkleinern (−)</translation>
    </message>
    <message>
        <source>Zoom: {zoom}</source>
        <translation>Zoom: {zoom}</translation>
    </message>
    <message>
        <source>{row} of {count}</source>
        <translation>{row} von {count}</translation>
    </message>
</context>
<context>
    <name>WhyFrame</name>
    <message>
        <source>Learned from your captions: photos with {words} are often said to show “{chip}” too. Nothing here says so.</source>
        <translation>Aus den Beschreibungen gelernt: Wo {words} steht, steht oft auch „{chip}“. Hier steht es nirgends.</translation>
    </message>
    <message>
        <source>in {places}</source>
        <translation>in: {places}</translation>
    </message>
    <message>
        <source>{chip}: {words}, in {places}</source>
        <translation>{chip}: {words}, in: {places}</translation>
    </message>
    <message numerus="yes">
        <source>{places} and %Ln more</source>
        <translation>
            <numerusform>{places} und %Ln weitere</numerusform>
            <numerusform>{places} und %Ln weitere</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>WordCloud</name>
    <message>
        <source>Word cloud</source>
        <translation>Wortwolke</translation>
    </message>
</context>
<context>
    <name>WordPopup</name>
    <message>
        <source>Words that begin so</source>
        <translation>Wörter, die so beginnen</translation>
    </message>
    <message numerus="yes">
        <source>{word}, %Ln photos</source>
        <translation>
            <numerusform>{word}, %Ln Foto</numerusform>
            <numerusform>{word}, %Ln Fotos</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>WordsDialog</name>
    <message>
        <source>&amp;Add tags</source>
        <translation>Stichwörter &amp;hinzufügen</translation>
    </message>
    <message>
        <source>&amp;Caption</source>
        <translation>&amp;Beschreibung</translation>
    </message>
    <message>
        <source>Also where there is a caption of mine already</source>
        <translation>Auch wo schon eine eigene Beschreibung steht</translation>
    </message>
    <message numerus="yes">
        <source>Change %Ln photos</source>
        <translation>
            <numerusform>%Ln Foto ändern</numerusform>
            <numerusform>%Ln Fotos ändern</numerusform>
        </translation>
    </message>
    <message>
        <source>Tags, separated by commas</source>
        <translation>Stichwörter, durch Kommas getrennt</translation>
    </message>
    <message>
        <source>Take away</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Take tags away</source>
        <translation>Stichwörter entfernen</translation>
    </message>
    <message>
        <source>The same caption for all of them</source>
        <translation>Dieselbe Beschreibung für alle</translation>
    </message>
    <message>
        <source>They have no tags of yours.</source>
        <translation>Sie haben keine eigenen Stichwörter.</translation>
    </message>
    <message>
        <source>Words for several photos</source>
        <translation>Worte für mehrere Fotos</translation>
    </message>
    <message>
        <source>Your own words for {photos}. They are searchable at once.</source>
        <translation>Eigene Worte für {photos}. Sie sind sofort durchsuchbar.</translation>
    </message>
</context>
<context>
    <name>about</name>
    <message>
        <source>+ − 0</source>
        <translation>+ − 0</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Backspace</source>
        <translation>Rücktaste</translation>
    </message>
    <message>
        <source>Ctrl and wheel</source>
        <translation>Strg und Mausrad</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Entf</translation>
    </message>
    <message>
        <source>Enter, Space</source>
        <translation>Eingabetaste, Leertaste</translation>
    </message>
    <message>
        <source>Enter, comma</source>
        <translation>Eingabetaste, Komma</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>In the empty search field: take the last chip away</source>
        <translation>Im leeren Suchfeld: letzten Suchbegriff entfernen</translation>
    </message>
    <message>
        <source>In the photo view: previous, next, first, last photo</source>
        <translation>In der Fotoansicht: voriges, nächstes, erstes, letztes Foto</translation>
    </message>
    <message>
        <source>In the photo view: zoom in, out, fit</source>
        <translation>In der Fotoansicht: vergrößern, verkleinern, einpassen</translation>
    </message>
    <message>
        <source>Include or leave out</source>
        <translation>Einschließen oder ausschließen</translation>
    </message>
    <message>
        <source>Make chips of the typed words</source>
        <translation>Eingegebene Wörter zu Suchbegriffen machen</translation>
    </message>
    <message>
        <source>Size of the thumbnails</source>
        <translation>Größe der Vorschaubilder</translation>
    </message>
    <message>
        <source>Space, Enter on a chip</source>
        <translation>Leertaste, Eingabetaste auf einem Suchbegriff</translation>
    </message>
    <message>
        <source>Take the selected photos out of the library; their files stay</source>
        <translation>Ausgewählte Fotos aus der Bibliothek nehmen; die Dateien bleiben</translation>
    </message>
    <message>
        <source>View the photo</source>
        <translation>Foto ansehen</translation>
    </message>
    <message>
        <source>← → Home End</source>
        <translation>← → Pos1 Ende</translation>
    </message>
</context>
<context>
    <name>actions</name>
    <message>
        <source>About photofind</source>
        <translation>Über photofind</translation>
    </message>
    <message>
        <source>Add folder…</source>
        <translation>Ordner hinzufügen …</translation>
    </message>
    <message>
        <source>Captions at the side</source>
        <translation>Beschreibungen an der Seite</translation>
    </message>
    <message>
        <source>Clear the search</source>
        <translation>Suche leeren</translation>
    </message>
    <message>
        <source>Copy path</source>
        <translation>Pfad kopieren</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren …</translation>
    </message>
    <message>
        <source>Failed photos…</source>
        <translation>Fehlgeschlagene Fotos …</translation>
    </message>
    <message>
        <source>Folders at the side</source>
        <translation>Ordner an der Seite</translation>
    </message>
    <message>
        <source>Frequent words</source>
        <translation>Häufige Wörter</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>Vollbild</translation>
    </message>
    <message>
        <source>Headings of months</source>
        <translation>Monatsüberschriften</translation>
    </message>
    <message>
        <source>Invert the selection</source>
        <translation>Auswahl umkehren</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Tastenkombinationen</translation>
    </message>
    <message>
        <source>Larger thumbnails</source>
        <translation>Größere Vorschaubilder</translation>
    </message>
    <message>
        <source>Limit to dates…</source>
        <translation>Auf Zeitraum beschränken …</translation>
    </message>
    <message>
        <source>Models…</source>
        <translation>Modelle …</translation>
    </message>
    <message>
        <source>Pause or go on describing</source>
        <translation>Beschreiben anhalten oder fortsetzen</translation>
    </message>
    <message>
        <source>Photos taken out…</source>
        <translation>Herausgenommene Fotos …</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Read the folders again</source>
        <translation>Ordner neu einlesen</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Save this search…</source>
        <translation>Suche speichern …</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Settings…</source>
        <translation>Einstellungen …</translation>
    </message>
    <message>
        <source>Slideshow</source>
        <translation>Diaschau</translation>
    </message>
    <message>
        <source>Smaller thumbnails</source>
        <translation>Kleinere Vorschaubilder</translation>
    </message>
    <message>
        <source>Undo the last change of the search</source>
        <translation>Letzte Änderung der Suche rückgängig machen</translation>
    </message>
    <message>
        <source>Words for the selected photos…</source>
        <translation>Worte für die ausgewählten Fotos …</translation>
    </message>
</context>
<context>
    <name>catalogue</name>
    <message>
        <source>Google&apos;s Gemma 3; its own licence terms</source>
        <translation>Gemma 3 von Google; eigene Lizenzbedingungen</translation>
    </message>
    <message>
        <source>LLaVA 1.5 with Vicuna 13B: the model of the paper; wants a graphics card</source>
        <translation>LLaVA 1.5 mit Vicuna 13B: das Modell der Veröffentlichung; braucht eine Grafikkarte</translation>
    </message>
    <message>
        <source>LLaVA 1.5 with Vicuna 7B: full sentences, good all round</source>
        <translation>LLaVA 1.5 mit Vicuna 7B: ganze Sätze, rundum gut</translation>
    </message>
    <message>
        <source>LLaVA 1.6: sees finer detail, up to five times slower than 1.5</source>
        <translation>LLaVA 1.6: sieht feinere Einzelheiten, bis zu fünfmal langsamer als 1.5</translation>
    </message>
    <message>
        <source>LLaVA with Llama 3 8B: newer language model</source>
        <translation>LLaVA mit Llama 3 8B: neueres Sprachmodell</translation>
    </message>
    <message>
        <source>LLaVA with Phi-3 mini: near LLaVA 1.5 7B at half the memory</source>
        <translation>LLaVA mit Phi-3 mini: fast wie LLaVA 1.5 7B bei halbem Speicher</translation>
    </message>
    <message>
        <source>a middle way between small and good</source>
        <translation>ein Mittelweg zwischen klein und gut</translation>
    </message>
    <message>
        <source>missing: install photofind again</source>
        <translation>fehlt: photofind neu installieren</translation>
    </message>
    <message>
        <source>quick preview model: rough words at once; get a LLaVA for real descriptions</source>
        <translation>schnelles Vorschaumodell: sofort grobe Worte; für richtige Beschreibungen ein LLaVA-Modell laden</translation>
    </message>
    <message>
        <source>reads text in photos well</source>
        <translation>liest Text in Fotos gut</translation>
    </message>
    <message>
        <source>recent and small</source>
        <translation>neu und klein</translation>
    </message>
    <message>
        <source>short, plain descriptions</source>
        <translation>kurze, schlichte Beschreibungen</translation>
    </message>
    <message>
        <source>small LLaVA for machines with little memory</source>
        <translation>kleines LLaVA für Computer mit wenig Speicher</translation>
    </message>
    <message>
        <source>small and quick</source>
        <translation>klein und schnell</translation>
    </message>
    <message>
        <source>the same model as llava-1.5-7b from another publisher</source>
        <translation>dasselbe Modell wie llava-1.5-7b von einem anderen Anbieter</translation>
    </message>
    <message>
        <source>the smallest that writes sentences</source>
        <translation>das kleinste, das Sätze schreibt</translation>
    </message>
    <message>
        <source>your own files</source>
        <translation>eigene Dateien</translation>
    </message>
</context>
<context>
    <name>filters</name>
    <message>
        <source>Added in the last 30 days</source>
        <translation>In den letzten 30 Tagen hinzugefügt</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>Kamera</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Datum</translation>
    </message>
    <message>
        <source>Days…</source>
        <translation>Tage …</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>Beschreibung</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>In several files</source>
        <translation>In mehreren Dateien</translation>
    </message>
    <message>
        <source>Orientation</source>
        <translation>Ausrichtung</translation>
    </message>
    <message>
        <source>With words of mine</source>
        <translation>Mit eigenen Worten</translation>
    </message>
    <message>
        <source>added lately</source>
        <translation>kürzlich hinzugefügt</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>fehlgeschlagen</translation>
    </message>
    <message>
        <source>fully described</source>
        <translation>vollständig beschrieben</translation>
    </message>
    <message>
        <source>in several files</source>
        <translation>in mehreren Dateien</translation>
    </message>
    <message>
        <source>landscape</source>
        <translation>Querformat</translation>
    </message>
    <message>
        <source>not described</source>
        <translation>nicht beschrieben</translation>
    </message>
    <message>
        <source>partly described</source>
        <translation>teilweise beschrieben</translation>
    </message>
    <message>
        <source>portrait</source>
        <translation>Hochformat</translation>
    </message>
    <message>
        <source>similar to {name}</source>
        <translation>ähnlich wie {name}</translation>
    </message>
    <message>
        <source>square</source>
        <translation>quadratisch</translation>
    </message>
    <message>
        <source>with words of mine</source>
        <translation>mit eigenen Worten</translation>
    </message>
</context>
<context>
    <name>grid_badges</name>
    <message>
        <source>Could not be described in full: see Failed photos</source>
        <translation>Konnte nicht vollständig beschrieben werden: siehe Fehlgeschlagene Fotos</translation>
    </message>
    <message>
        <source>Described in part: {n} of {all} views</source>
        <translation>Teilweise beschrieben: {n} von {all} Ausschnitten</translation>
    </message>
    <message>
        <source>Not described yet</source>
        <translation>Noch nicht beschrieben</translation>
    </message>
    <message>
        <source>Offline: its drive is not connected</source>
        <translation>Offline: Laufwerk nicht angeschlossen</translation>
    </message>
    <message>
        <source>The same photo in {n} files</source>
        <translation>Dasselbe Foto in {n} Dateien</translation>
    </message>
    <message>
        <source>With your own caption</source>
        <translation>Mit eigener Beschreibung</translation>
    </message>
    <message>
        <source>Your tags: {tags}</source>
        <translation>Eigene Stichwörter: {tags}</translation>
    </message>
</context>
<context>
    <name>grid_headings</name>
    <message>
        <source>MMMM yyyy</source>
        <translation>MMMM yyyy</translation>
    </message>
    <message>
        <source>Without a date</source>
        <translation>Ohne Datum</translation>
    </message>
</context>
<context>
    <name>layout</name>
    <message>
        <source>Frequent words</source>
        <translation>Häufige Wörter</translation>
    </message>
    <message>
        <source>Frequent words of these results (Ctrl+Shift+I)</source>
        <translation>Häufige Wörter dieser Ergebnisse (Strg+Umschalt+I)</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>Menü</translation>
    </message>
    <message>
        <source>Size of the thumbnails</source>
        <translation>Größe der Vorschaubilder</translation>
    </message>
    <message>
        <source>Size of the thumbnails (Ctrl and wheel, Ctrl++, Ctrl+−)</source>
        <translation>Größe der Vorschaubilder (Strg und Mausrad, Strg++, Strg+−)</translation>
    </message>
</context>
<context>
    <name>model_page</name>
    <message>
        <source>1,000 photos: about {whole} for whole photos, {all} with regions (estimated).</source>
        <translation>1.000 Fotos: etwa {whole} für ganze Fotos, {all} mit Ausschnitten (geschätzt).</translation>
    </message>
    <message>
        <source>1,000 photos: {whole} for whole photos, {all} with regions (measured here).</source>
        <translation>1.000 Fotos: {whole} für ganze Fotos, {all} mit Ausschnitten (hier gemessen).</translation>
    </message>
    <message>
        <source>How long it takes is not known before it has been tried.</source>
        <translation>Wie lange es dauert, zeigt sich erst beim Ausprobieren.</translation>
    </message>
</context>
<context>
    <name>models</name>
    <message>
        <source>Pictures of your photos are sent to {url}, where {model} describes them.</source>
        <translation>Bilder der Fotos werden an {url} gesendet; dort beschreibt {model} sie.</translation>
    </message>
    <message>
        <source>Quick preview model</source>
        <translation>Schnelles Vorschaumodell</translation>
    </message>
    <message>
        <source>built in</source>
        <translation>eingebaut</translation>
    </message>
    <message>
        <source>download failed</source>
        <translation>Download fehlgeschlagen</translation>
    </message>
    <message>
        <source>download paused</source>
        <translation>Download angehalten</translation>
    </message>
    <message>
        <source>downloading, {part}</source>
        <translation>wird heruntergeladen, {part}</translation>
    </message>
    <message>
        <source>downloading…</source>
        <translation>wird heruntergeladen …</translation>
    </message>
    <message>
        <source>in use</source>
        <translation>wird verwendet</translation>
    </message>
    <message>
        <source>its files are gone</source>
        <translation>Dateien fehlen</translation>
    </message>
    <message>
        <source>on a server</source>
        <translation>auf einem Server</translation>
    </message>
    <message>
        <source>on this computer · {size}</source>
        <translation>auf diesem Computer · {size}</translation>
    </message>
    <message>
        <source>recommended</source>
        <translation>empfohlen</translation>
    </message>
    <message>
        <source>{size} · too large here</source>
        <translation>{size} · hier zu groß</translation>
    </message>
</context>
<context>
    <name>photo_menu</name>
    <message>
        <source>Add words…</source>
        <translation>Worte hinzufügen …</translation>
    </message>
    <message numerus="yes">
        <source>Copy %Ln files</source>
        <translation>
            <numerusform>%Ln Datei kopieren</numerusform>
            <numerusform>%Ln Dateien kopieren</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Copy %Ln paths</source>
        <translation>
            <numerusform>%Ln Pfad kopieren</numerusform>
            <numerusform>%Ln Pfade kopieren</numerusform>
        </translation>
    </message>
    <message>
        <source>Copy caption</source>
        <translation>Beschreibung kopieren</translation>
    </message>
    <message>
        <source>Copy file</source>
        <translation>Datei kopieren</translation>
    </message>
    <message>
        <source>Copy path</source>
        <translation>Pfad kopieren</translation>
    </message>
    <message>
        <source>Describe again</source>
        <translation>Neu beschreiben</translation>
    </message>
    <message>
        <source>Describe first</source>
        <translation>Zuerst beschreiben</translation>
    </message>
    <message>
        <source>Describe these first</source>
        <translation>Diese zuerst beschreiben</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren …</translation>
    </message>
    <message>
        <source>Find similar photos</source>
        <translation>Ähnliche Fotos suchen</translation>
    </message>
    <message>
        <source>Frequent words</source>
        <translation>Häufige Wörter</translation>
    </message>
    <message>
        <source>Open with the default program</source>
        <translation>Mit Standardprogramm öffnen</translation>
    </message>
    <message>
        <source>Show in the file manager</source>
        <translation>Im Dateimanager anzeigen</translation>
    </message>
    <message numerus="yes">
        <source>Take %Ln photos out of the library</source>
        <translation>
            <numerusform>%Ln Foto aus der Bibliothek nehmen</numerusform>
            <numerusform>%Ln Fotos aus der Bibliothek nehmen</numerusform>
        </translation>
    </message>
    <message>
        <source>Take back the last change of words</source>
        <translation>Letzte Änderung der Worte zurücknehmen</translation>
    </message>
    <message>
        <source>Take out of the library</source>
        <translation>Aus der Bibliothek nehmen</translation>
    </message>
    <message>
        <source>Try again what failed</source>
        <translation>Fehlgeschlagenes erneut versuchen</translation>
    </message>
    <message>
        <source>View</source>
        <translation>Ansehen</translation>
    </message>
    <message numerus="yes">
        <source>Words for %Ln photos…</source>
        <translation>
            <numerusform>Worte für %Ln Foto …</numerusform>
            <numerusform>Worte für %Ln Fotos …</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sidebar</name>
    <message>
        <source>Added to the library in the last 30 days</source>
        <translation>In den letzten 30 Tagen zur Bibliothek hinzugefügt</translation>
    </message>
    <message>
        <source>All photos</source>
        <translation>Alle Fotos</translation>
    </message>
    <message>
        <source>As the settings say</source>
        <translation>Wie in den Einstellungen</translation>
    </message>
    <message>
        <source>Duplicates</source>
        <translation>Duplikate</translation>
    </message>
    <message>
        <source>Everything, without limits of folder or state</source>
        <translation>Alles, ohne Einschränkung auf Ordner oder Zustand</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehlgeschlagen</translation>
    </message>
    <message>
        <source>Finds small things too; takes longest</source>
        <translation>Findet auch Kleines; dauert am längsten</translation>
    </message>
    <message>
        <source>Found by names and your own words only; descriptions that exist are kept</source>
        <translation>Nur über Namen und eigene Worte zu finden; vorhandene Beschreibungen bleiben</translation>
    </message>
    <message>
        <source>Found only by names and your own words so far</source>
        <translation>Bisher nur über Namen und eigene Worte zu finden</translation>
    </message>
    <message>
        <source>Many times faster; small things may not be found</source>
        <translation>Um ein Vielfaches schneller; Kleines wird vielleicht nicht gefunden</translation>
    </message>
    <message>
        <source>Not at all</source>
        <translation>Gar nicht</translation>
    </message>
    <message>
        <source>Not described</source>
        <translation>Nicht beschrieben</translation>
    </message>
    <message>
        <source>Photos that could not be described in full</source>
        <translation>Fotos, die nicht vollständig beschrieben werden konnten</translation>
    </message>
    <message>
        <source>Photos with tags or a caption of yours</source>
        <translation>Fotos mit eigenen Stichwörtern oder Beschreibungen</translation>
    </message>
    <message>
        <source>Recent</source>
        <translation>Neu</translation>
    </message>
    <message>
        <source>The same photo in several files</source>
        <translation>Dasselbe Foto in mehreren Dateien</translation>
    </message>
    <message>
        <source>What you chose for all folders</source>
        <translation>Was für alle Ordner gewählt ist</translation>
    </message>
    <message>
        <source>Whole photo and regions</source>
        <translation>Ganzes Foto und Ausschnitte</translation>
    </message>
    <message>
        <source>Whole photo only</source>
        <translation>Nur das ganze Foto</translation>
    </message>
    <message>
        <source>With own words</source>
        <translation>Mit eigenen Worten</translation>
    </message>
</context>
<context>
    <name>wording</name>
    <message numerus="yes">
        <source>%Ln photos</source>
        <translation>
            <numerusform>%Ln Foto</numerusform>
            <numerusform>%Ln Fotos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln times</source>
        <translation>
            <numerusform>einmal</numerusform>
            <numerusform>%Ln-mal</numerusform>
        </translation>
    </message>
    <message>
        <source>E</source>
        <translation>O</translation>
    </message>
    <message>
        <source>Halves</source>
        <translation>Hälften</translation>
    </message>
    <message>
        <source>N</source>
        <translation>N</translation>
    </message>
    <message>
        <source>Ninths</source>
        <translation>Neuntel</translation>
    </message>
    <message>
        <source>Quarters</source>
        <translation>Viertel</translation>
    </message>
    <message>
        <source>S</source>
        <translation>S</translation>
    </message>
    <message>
        <source>W</source>
        <translation>W</translation>
    </message>
    <message>
        <source>Whole photo</source>
        <translation>Ganzes Foto</translation>
    </message>
    <message>
        <source>bottom half</source>
        <translation>untere Hälfte</translation>
    </message>
    <message>
        <source>bottom left ninth</source>
        <translation>Neuntel unten links</translation>
    </message>
    <message>
        <source>bottom left quarter</source>
        <translation>Viertel unten links</translation>
    </message>
    <message>
        <source>bottom middle ninth</source>
        <translation>Neuntel unten Mitte</translation>
    </message>
    <message>
        <source>bottom right ninth</source>
        <translation>Neuntel unten rechts</translation>
    </message>
    <message>
        <source>bottom right quarter</source>
        <translation>Viertel unten rechts</translation>
    </message>
    <message>
        <source>centre ninth</source>
        <translation>Neuntel in der Mitte</translation>
    </message>
    <message>
        <source>file and folder name</source>
        <translation>Datei- und Ordnername</translation>
    </message>
    <message>
        <source>from {day}</source>
        <translation>ab {day}</translation>
    </message>
    <message>
        <source>horizontal half {place}</source>
        <translation>waagerechte Hälfte {place}</translation>
    </message>
    <message>
        <source>left half</source>
        <translation>linke Hälfte</translation>
    </message>
    <message>
        <source>less than a minute</source>
        <translation>weniger als eine Minute</translation>
    </message>
    <message>
        <source>middle left ninth</source>
        <translation>Neuntel Mitte links</translation>
    </message>
    <message>
        <source>middle right ninth</source>
        <translation>Neuntel Mitte rechts</translation>
    </message>
    <message>
        <source>ninth {place}</source>
        <translation>Neuntel {place}</translation>
    </message>
    <message>
        <source>quarter {place}</source>
        <translation>Viertel {place}</translation>
    </message>
    <message>
        <source>right half</source>
        <translation>rechte Hälfte</translation>
    </message>
    <message>
        <source>top half</source>
        <translation>obere Hälfte</translation>
    </message>
    <message>
        <source>top left ninth</source>
        <translation>Neuntel oben links</translation>
    </message>
    <message>
        <source>top left quarter</source>
        <translation>Viertel oben links</translation>
    </message>
    <message>
        <source>top middle ninth</source>
        <translation>Neuntel oben Mitte</translation>
    </message>
    <message>
        <source>top right ninth</source>
        <translation>Neuntel oben rechts</translation>
    </message>
    <message>
        <source>top right quarter</source>
        <translation>Viertel oben rechts</translation>
    </message>
    <message>
        <source>until {day}</source>
        <translation>bis {day}</translation>
    </message>
    <message>
        <source>vertical half {place}</source>
        <translation>senkrechte Hälfte {place}</translation>
    </message>
    <message>
        <source>whole photo</source>
        <translation>ganzes Foto</translation>
    </message>
    <message>
        <source>your own words</source>
        <translation>eigene Worte</translation>
    </message>
    <message>
        <source>{n} %</source>
        <translation>{n} %</translation>
    </message>
    <message>
        <source>{n} days</source>
        <translation>{n} Tage</translation>
    </message>
    <message>
        <source>{n} h</source>
        <translation>{n} h</translation>
    </message>
    <message>
        <source>{n} min</source>
        <translation>{n} min</translation>
    </message>
    <message>
        <source>{n} months</source>
        <translation>{n} Monate</translation>
    </message>
    <message>
        <source>{n} years</source>
        <translation>{n} Jahre</translation>
    </message>
    <message>
        <source>{times}, in {photos}</source>
        <translation>{times}, in {photos}</translation>
    </message>
</context>
</TS>
