<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>ActivityBar</name>
    <message numerus="yes">
        <source>%Ln failed</source>
        <translation>
            <numerusform>%Ln failed</numerusform>
            <numerusform>%Ln failed</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CaptionsPanel</name>
    <message numerus="yes">
        <source>%Ln photos are selected.</source>
        <translation>
            <numerusform>%Ln photo is selected.</numerusform>
            <numerusform>%Ln photos are selected.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ExcludedDialog</name>
    <message numerus="yes">
        <source>%Ln photos were taken out of the library. Their files are untouched, and what was said about them is kept.</source>
        <translation>
            <numerusform>%Ln photo was taken out of the library. Its file is untouched, and what was said about it is kept.</numerusform>
            <numerusform>%Ln photos were taken out of the library. Their files are untouched, and what was said about them is kept.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message numerus="yes">
        <source>%Ln photos exported.</source>
        <translation>
            <numerusform>%Ln photo exported.</numerusform>
            <numerusform>%Ln photos exported.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photos will be exported.</source>
        <translation>
            <numerusform>%Ln photo will be exported.</numerusform>
            <numerusform>%Ln photos will be exported.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ExportScope</name>
    <message numerus="yes">
        <source>All %Ln results</source>
        <translation>
            <numerusform>The one result</numerusform>
            <numerusform>All %Ln results</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The %Ln selected photos</source>
        <translation>
            <numerusform>The selected photo</numerusform>
            <numerusform>The %Ln selected photos</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FailuresDialog</name>
    <message numerus="yes">
        <source>%Ln photos or parts of photos could not be read or described.</source>
        <translation>
            <numerusform>%Ln photo or part of a photo could not be read or described.</numerusform>
            <numerusform>%Ln photos or parts of photos could not be read or described.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LibraryCommands</name>
    <message numerus="yes">
        <source>%Ln photos exported to {path}.</source>
        <translation>
            <numerusform>%Ln photo exported to {path}.</numerusform>
            <numerusform>%Ln photos exported to {path}.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PhotoCommands</name>
    <message numerus="yes">
        <source>%Ln failures are tried again.</source>
        <translation>
            <numerusform>%Ln failure is tried again.</numerusform>
            <numerusform>%Ln failures are tried again.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln files copied.</source>
        <translation>
            <numerusform>%Ln file copied.</numerusform>
            <numerusform>%Ln files copied.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln paths copied.</source>
        <translation>
            <numerusform>%Ln path copied.</numerusform>
            <numerusform>%Ln paths copied.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photos are in the library again.</source>
        <translation>
            <numerusform>%Ln photo is in the library again.</numerusform>
            <numerusform>%Ln photos are in the library again.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photos were taken out of the library. Their files stay where they are.</source>
        <translation>
            <numerusform>%Ln photo was taken out of the library. Its file stays where it is.</numerusform>
            <numerusform>%Ln photos were taken out of the library. Their files stay where they are.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Places</name>
    <message numerus="yes">
        <source>%Ln photos</source>
        <translation>
            <numerusform>%Ln photo</numerusform>
            <numerusform>%Ln photos</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ServerDialog</name>
    <message numerus="yes">
        <source>The server has %Ln models.</source>
        <translation>
            <numerusform>The server has %Ln model.</numerusform>
            <numerusform>The server has %Ln models.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>WhyFrame</name>
    <message numerus="yes">
        <source>{places} and %Ln more</source>
        <translation>
            <numerusform>{places} and %Ln more</numerusform>
            <numerusform>{places} and %Ln more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>WordPopup</name>
    <message numerus="yes">
        <source>{word}, %Ln photos</source>
        <translation>
            <numerusform>{word}, %Ln photo</numerusform>
            <numerusform>{word}, %Ln photos</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>WordsDialog</name>
    <message numerus="yes">
        <source>Change %Ln photos</source>
        <translation>
            <numerusform>Change %Ln photo</numerusform>
            <numerusform>Change %Ln photos</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>photo_menu</name>
    <message numerus="yes">
        <source>Copy %Ln files</source>
        <translation>
            <numerusform>Copy %Ln file</numerusform>
            <numerusform>Copy %Ln files</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Copy %Ln paths</source>
        <translation>
            <numerusform>Copy %Ln path</numerusform>
            <numerusform>Copy %Ln paths</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Take %Ln photos out of the library</source>
        <translation>
            <numerusform>Take %Ln photo out of the library</numerusform>
            <numerusform>Take %Ln photos out of the library</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Words for %Ln photos…</source>
        <translation>
            <numerusform>Words for %Ln photo…</numerusform>
            <numerusform>Words for %Ln photos…</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>wording</name>
    <message numerus="yes">
        <source>%Ln photos</source>
        <translation>
            <numerusform>%Ln photo</numerusform>
            <numerusform>%Ln photos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln times</source>
        <translation>
            <numerusform>once</numerusform>
            <numerusform>%Ln times</numerusform>
        </translation>
    </message>
</context>
</TS>
