<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja" sourcelanguage="en">
<context>
    <name>AboutDialog</name>
    <message>
        <source>About photofind</source>
        <translation>photofind について</translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>確認中…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>閉じる</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>コピー</translation>
    </message>
    <message>
        <source>Find any photo by what is in it, in words, on your own machine, and see why it was found. Photos are only read, never changed. MIT licence.</source>
        <translation>写っているものを言葉で表して、どんな写真でも自分のコンピューター上で見つけ、なぜ見つかったかを確かめられます。写真は読み取るだけで、変更することはありません。MIT ライセンス。</translation>
    </message>
    <message>
        <source>What works here</source>
        <translation>このコンピューターで使える機能</translation>
    </message>
</context>
<context>
    <name>ActivityBar</name>
    <message numerus="yes">
        <source>%Ln failed</source>
        <translation>
            <numerusform>失敗 %Ln</numerusform>
        </translation>
    </message>
    <message>
        <source>A small built-in model gives rough words at once. A LLaVA describes far better: choose one here.</source>
        <translation>小さな内蔵モデルがすぐに大まかな言葉を付けます。LLaVA ならはるかに詳しく説明できます。ここで選べます。</translation>
    </message>
    <message>
        <source>Another photofind works on this library</source>
        <translation>別の photofind がこのライブラリを処理しています</translation>
    </message>
    <message>
        <source>Building the search anew</source>
        <translation>検索を再構築中</translation>
    </message>
    <message>
        <source>Can&apos;t describe: no usable model</source>
        <translation>説明できません: 使えるモデルがありません</translation>
    </message>
    <message>
        <source>Can&apos;t describe: the engine is missing</source>
        <translation>説明できません: エンジンがありません</translation>
    </message>
    <message>
        <source>Choose a model: click its name at the left.</source>
        <translation>左のモデル名をクリックして、モデルを選んでください。</translation>
    </message>
    <message>
        <source>Describe anyway</source>
        <translation>今すぐ説明する</translation>
    </message>
    <message>
        <source>Describe now, until you pause or close photofind</source>
        <translation>一時停止するか photofind を閉じるまで、今すぐ説明を続けます</translation>
    </message>
    <message>
        <source>Describing photos</source>
        <translation>写真を説明中</translation>
    </message>
    <message>
        <source>Describing stopped</source>
        <translation>説明が止まりました</translation>
    </message>
    <message>
        <source>Downloading {what}</source>
        <translation>{what} をダウンロード中</translation>
    </message>
    <message>
        <source>Go on describing (Ctrl+P)</source>
        <translation>説明を再開 (Ctrl+P)</translation>
    </message>
    <message>
        <source>Go on with the button at the right, or Ctrl+P.</source>
        <translation>右のボタンまたは Ctrl+P で再開します。</translation>
    </message>
    <message>
        <source>Install photofind with its engine (About says what is missing), or use a server.</source>
        <translation>photofind をエンジン付きでインストールするか (足りないものは「photofind について」に表示)、サーバーを使ってください。</translation>
    </message>
    <message>
        <source>It begins at the hours that you set; “Describe anyway” begins now.</source>
        <translation>設定した時間帯に始まります。「今すぐ説明する」ですぐに始められます。</translation>
    </message>
    <message>
        <source>It begins when nobody uses the computer; “Describe anyway” begins now.</source>
        <translation>コンピューターが使われていないときに始まります。「今すぐ説明する」ですぐに始められます。</translation>
    </message>
    <message>
        <source>It begins when you have gone through the first steps, or skipped them.</source>
        <translation>最初の手順を終えるか、スキップすると始まります。</translation>
    </message>
    <message>
        <source>It describes and reads folders; what it finds appears here too.</source>
        <translation>説明とフォルダーの読み取りはそちらで行われ、結果はここにも表示されます。</translation>
    </message>
    <message>
        <source>It goes on by itself when the server answers. Check that it runs, or choose a model.</source>
        <translation>サーバーが応答すると自動的に再開します。サーバーが動いているか確認するか、モデルを選んでください。</translation>
    </message>
    <message>
        <source>Loading the model</source>
        <translation>モデルを読み込み中</translation>
    </message>
    <message>
        <source>New and changed photos are looked for; you can search meanwhile.</source>
        <translation>新しい写真と変更された写真を探しています。その間も検索できます。</translation>
    </message>
    <message>
        <source>Pause describing (Ctrl+P)</source>
        <translation>説明を一時停止 (Ctrl+P)</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>一時停止中</translation>
    </message>
    <message>
        <source>Photos that could not be read or described, and why</source>
        <translation>読み取りまたは説明に失敗した写真とその理由</translation>
    </message>
    <message>
        <source>Plug the computer in, choose “Describe anyway”, or change it in the settings.</source>
        <translation>電源につなぐか、「今すぐ説明する」を選ぶか、設定を変更してください。</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>進行状況</translation>
    </message>
    <message>
        <source>Quick preview model</source>
        <translation>簡易プレビューモデル</translation>
    </message>
    <message>
        <source>Reading folders</source>
        <translation>フォルダーを読み取り中</translation>
    </message>
    <message>
        <source>The model that describes your photos. Choose another one here.</source>
        <translation>写真を説明しているモデルです。ここで別のモデルを選べます。</translation>
    </message>
    <message>
        <source>The photo that is described now</source>
        <translation>現在説明している写真</translation>
    </message>
    <message>
        <source>This takes up to a minute with a large model.</source>
        <translation>大きなモデルでは最大 1 分かかります。</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>再試行</translation>
    </message>
    <message>
        <source>Try again with the button at the right, or choose another model at the left.</source>
        <translation>右のボタンで再試行するか、左で別のモデルを選んでください。</translation>
    </message>
    <message>
        <source>Up to date</source>
        <translation>最新の状態</translation>
    </message>
    <message>
        <source>Updating the search</source>
        <translation>検索を更新中</translation>
    </message>
    <message>
        <source>Waiting for mains power</source>
        <translation>電源への接続を待機中</translation>
    </message>
    <message>
        <source>Waiting for the server</source>
        <translation>サーバーを待機中</translation>
    </message>
    <message>
        <source>Waiting for the set hours</source>
        <translation>設定した時間帯まで待機中</translation>
    </message>
    <message>
        <source>Waiting for your choice</source>
        <translation>選択を待っています</translation>
    </message>
    <message>
        <source>Waiting until nobody uses the computer</source>
        <translation>コンピューターが使われなくなるまで待機中</translation>
    </message>
    <message>
        <source>about {time} of work left</source>
        <translation>残り作業は約{time}</translation>
    </message>
    <message>
        <source>all described in {time}</source>
        <translation>{time}ですべて説明完了</translation>
    </message>
    <message>
        <source>all searchable in {time}</source>
        <translation>{time}ですべて検索可能</translation>
    </message>
    <message>
        <source>measuring…</source>
        <translation>測定中…</translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation>{done}／{total}</translation>
    </message>
    <message>
        <source>{n} photos/h</source>
        <translation>毎時{n}枚</translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation>残り{time}</translation>
    </message>
</context>
<context>
    <name>CaptionCard</name>
    <message>
        <source>Show this caption again</source>
        <translation>この説明を再び表示</translation>
    </message>
    <message>
        <source>This is wrong: hide the caption (Del)</source>
        <translation>間違っているので説明を隠す (Delete)</translation>
    </message>
    <message>
        <source>{view} · hidden</source>
        <translation>{view} · 非表示</translation>
    </message>
    <message>
        <source>{view}: hidden caption</source>
        <translation>{view}: 非表示の説明</translation>
    </message>
</context>
<context>
    <name>CaptionsPanel</name>
    <message numerus="yes">
        <source>%Ln photos are selected.</source>
        <translation>
            <numerusform>%Ln枚の写真を選択しています。</numerusform>
        </translation>
    </message>
    <message>
        <source>(no file)</source>
        <translation>(ファイルなし)</translation>
    </message>
    <message>
        <source>Choose a photo to see what was said about it, and why it was found.</source>
        <translation>写真を選ぶと、その説明と、見つかった理由が表示されます。</translation>
    </message>
    <message>
        <source>Copy this caption</source>
        <translation>この説明をコピー</translation>
    </message>
    <message>
        <source>Describe again</source>
        <translation>もう一度説明する</translation>
    </message>
    <message>
        <source>Described by {model}</source>
        <translation>説明: {model}</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>詳細</translation>
    </message>
    <message>
        <source>Have the model that is in use describe this photo anew; what it said stays until then</source>
        <translation>使用中のモデルでこの写真をもう一度説明します。それまでは今の説明が残ります</translation>
    </message>
    <message>
        <source>Hide this caption: it is wrong</source>
        <translation>間違っているこの説明を隠す</translation>
    </message>
    <message>
        <source>Leave “{word}” out</source>
        <translation>「{word}」を除外</translation>
    </message>
    <message>
        <source>Not described yet. It can be found by its name and your own words meanwhile.</source>
        <translation>まだ説明がありません。それまではファイル名と自分の言葉で検索できます。</translation>
    </message>
    <message>
        <source>Only photos with “{word}”</source>
        <translation>「{word}」を含む写真のみ</translation>
    </message>
    <message>
        <source>Show this caption again</source>
        <translation>この説明を再び表示</translation>
    </message>
    <message>
        <source>Why this photo</source>
        <translation>この写真が見つかった理由</translation>
    </message>
    <message>
        <source>Your own words</source>
        <translation>自分の言葉</translation>
    </message>
</context>
<context>
    <name>ChipButton</name>
    <message>
        <source>Filter: {word}</source>
        <translation>フィルター: {word}</translation>
    </message>
    <message>
        <source>Include these photos</source>
        <translation>これらの写真を含める</translation>
    </message>
    <message>
        <source>Leave these photos out</source>
        <translation>これらの写真を除外</translation>
    </message>
    <message>
        <source>Only photos with “{word}” itself, not with related words. Click to leave them out, ✕ or Delete removes.</source>
        <translation>関連語は含めず「{word}」そのものを含む写真だけです。クリックで除外、✕ または Delete で削除します。</translation>
    </message>
    <message>
        <source>Only photos with “{word}”. Click to leave them out, ✕ or Delete removes.</source>
        <translation>「{word}」を含む写真だけです。クリックで除外、✕ または Delete で削除します。</translation>
    </message>
    <message>
        <source>Only this word, no related ones</source>
        <translation>この単語のみ (関連語なし)</translation>
    </message>
    <message>
        <source>Only {word}. ✕ or Delete removes it.</source>
        <translation>{word}のみ。✕ または Delete で削除します。</translation>
    </message>
    <message>
        <source>Photos with “{word}” are left out. Click to include them, ✕ or Delete removes.</source>
        <translation>「{word}」を含む写真は除外されています。クリックで含める、✕ または Delete で削除します。</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>削除</translation>
    </message>
    <message>
        <source>With {word}</source>
        <translation>{word}を含む</translation>
    </message>
    <message>
        <source>With {word} itself, no related words</source>
        <translation>{word}そのものを含む (関連語なし)</translation>
    </message>
    <message>
        <source>Without {word}</source>
        <translation>{word}を含まない</translation>
    </message>
    <message>
        <source>{name}: no photo matches</source>
        <translation>{name}: 一致する写真なし</translation>
    </message>
</context>
<context>
    <name>DateDialog</name>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Dates</source>
        <translation>日付</translation>
    </message>
    <message>
        <source>Show these</source>
        <translation>表示</translation>
    </message>
    <message>
        <source>Taken on or after</source>
        <translation>撮影日 (開始)</translation>
    </message>
    <message>
        <source>Taken on or before</source>
        <translation>撮影日 (終了)</translation>
    </message>
</context>
<context>
    <name>DepthPage</name>
    <message>
        <source>About {time} for 1,000 photos (estimated).</source>
        <translation>1,000枚あたり約{time} (推定)。</translation>
    </message>
    <message>
        <source>About {time} for 1,000 photos (measured).</source>
        <translation>1,000枚あたり約{time} (実測)。</translation>
    </message>
    <message>
        <source>All photos are described as wholes first, so that you can search them soon. After that, regions of each photo can be described too: small things are found that way.</source>
        <translation>すぐに検索できるよう、まずすべての写真を全体として説明します。その後、各写真の領域も説明できます。そうすると小さなものも見つかります。</translation>
    </message>
    <message>
        <source>Fastest; small things may not be found.</source>
        <translation>最速ですが、小さなものは見つからないことがあります。</translation>
    </message>
    <message>
        <source>The person in the corner, the cup on the shelf. Recommended.</source>
        <translation>隅にいる人も、棚のカップも見つかります。おすすめです。</translation>
    </message>
    <message>
        <source>Whole photos first, then their regions</source>
        <translation>写真全体、続いて領域</translation>
    </message>
    <message>
        <source>Whole photos only</source>
        <translation>写真全体のみ</translation>
    </message>
</context>
<context>
    <name>DownloadPanel</name>
    <message>
        <source>Asking what there is…</source>
        <translation>問い合わせ中…</translation>
    </message>
    <message>
        <source>Cancel the download</source>
        <translation>ダウンロードを中止</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>ダウンロード</translation>
    </message>
    <message>
        <source>Download ({size})</source>
        <translation>ダウンロード ({size})</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>一時停止</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>再開</translation>
    </message>
    <message>
        <source>Stop, and delete what has come so far</source>
        <translation>中止して、これまでに受信した分を削除します</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>再試行</translation>
    </message>
    <message>
        <source>checking what is here already</source>
        <translation>受信済みのデータを確認中</translation>
    </message>
    <message>
        <source>waiting: {reason}</source>
        <translation>待機中: {reason}</translation>
    </message>
    <message>
        <source>{amount} are here</source>
        <translation>{amount} を受信済み</translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation>{done}／{total}</translation>
    </message>
    <message>
        <source>{size}/s</source>
        <translation>{size}/秒</translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation>残り{time}</translation>
    </message>
</context>
<context>
    <name>EmptyState</name>
    <message>
        <source>Add a folder of photos. photofind looks at each of them, describes it in words on this computer, and lets you search those words. Your files are only read, never changed; nothing leaves this computer.</source>
        <translation>写真のフォルダーを追加してください。photofind が写真を 1 枚ずつ見て、このコンピューター上で言葉にし、その言葉で検索できるようにします。ファイルは読み取るだけで変更せず、何も外部に送信しません。</translation>
    </message>
    <message>
        <source>Add a folder…</source>
        <translation>フォルダーを追加…</translation>
    </message>
    <message>
        <source>Add another folder…</source>
        <translation>別のフォルダーを追加…</translation>
    </message>
    <message>
        <source>Clear the search</source>
        <translation>検索をクリア</translation>
    </message>
    <message>
        <source>Find your photos by what is in them</source>
        <translation>写っているもので写真を探す</translation>
    </message>
    <message>
        <source>Match any of the chips</source>
        <translation>いずれかの検索語に一致する写真を表示</translation>
    </message>
    <message>
        <source>No photo matches</source>
        <translation>一致する写真がありません</translation>
    </message>
    <message>
        <source>No photos here</source>
        <translation>写真がありません</translation>
    </message>
    <message>
        <source>Not described yet</source>
        <translation>まだ説明がありません</translation>
    </message>
    <message>
        <source>Reading your folders</source>
        <translation>フォルダーを読み取り中</translation>
    </message>
    <message>
        <source>Show all photos</source>
        <translation>すべての写真を表示</translation>
    </message>
    <message>
        <source>Take a chip away, or try another word.</source>
        <translation>検索語を減らすか、別の単語を試してください。</translation>
    </message>
    <message>
        <source>The drive of your folders is not connected. Connect it; what is known of its photos is kept.</source>
        <translation>フォルダーのあるドライブが接続されていません。接続してください。写真の情報は保持されています。</translation>
    </message>
    <message>
        <source>The first photos appear in a moment.</source>
        <translation>まもなく最初の写真が表示されます。</translation>
    </message>
    <message>
        <source>Your folders hold no photos that can be read: JPEG, PNG, WebP, TIFF, HEIC…</source>
        <translation>フォルダーに読み取れる写真 (JPEG、PNG、WebP、TIFF、HEIC など) がありません。</translation>
    </message>
    <message>
        <source>photofind is just about to describe your photos. Results appear here as words come in.</source>
        <translation>photofind がまもなく写真の説明を始めます。言葉が付き次第、結果がここに表示されます。</translation>
    </message>
    <message>
        <source>{text} {n} of {all} photos aren&apos;t described yet: more may be found when they are.</source>
        <translation>{text}{all}枚中{n}枚はまだ説明がありません。説明が付くと、さらに見つかる可能性があります。</translation>
    </message>
</context>
<context>
    <name>ExcludedDialog</name>
    <message numerus="yes">
        <source>%Ln photos were taken out of the library. Their files are untouched, and what was said about them is kept.</source>
        <translation>
            <numerusform>%Ln枚の写真がライブラリから外されています。ファイルはそのままで、説明も残っています。</numerusform>
        </translation>
    </message>
    <message>
        <source>Choose photos in the list first.</source>
        <translation>先に一覧で写真を選んでください。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>閉じる</translation>
    </message>
    <message>
        <source>No photo was taken out of the library. The menu of a photo, or Delete, does that.</source>
        <translation>ライブラリから外された写真はありません。写真のメニューかDeleteキーで外せます。</translation>
    </message>
    <message>
        <source>Photos taken out</source>
        <translation>外した写真</translation>
    </message>
    <message>
        <source>Put all back</source>
        <translation>すべて戻す</translation>
    </message>
    <message>
        <source>Put the chosen back</source>
        <translation>選んだ写真を戻す</translation>
    </message>
    <message>
        <source>Show in the file manager</source>
        <translation>ファイルマネージャーで表示</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message numerus="yes">
        <source>%Ln photos exported.</source>
        <translation>
            <numerusform>%Ln枚の写真をエクスポートしました。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photos will be exported.</source>
        <translation>
            <numerusform>%Ln枚の写真をエクスポートします。</numerusform>
        </translation>
    </message>
    <message>
        <source>A page to look at in any browser, with the words marked.</source>
        <translation>一致した単語に印を付けた、ブラウザーで見られるページ。</translation>
    </message>
    <message>
        <source>Already there, and the same: {n}.</source>
        <translation>すでに同じものがある: {n}。</translation>
    </message>
    <message>
        <source>Archive (ZIP)</source>
        <translation>アーカイブ (ZIP)</translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation>参照…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Cancelled. What has been written is whole and stays; the same export goes on from there.</source>
        <translation>キャンセルしました。書き込み済みのものは完全な状態で残り、同じエクスポートを行うと続きから再開します。</translation>
    </message>
    <message>
        <source>Cancelled; nothing was written.</source>
        <translation>キャンセルしました。何も書き込まれていません。</translation>
    </message>
    <message>
        <source>Captions and tags in small files that other photo programs read.</source>
        <translation>説明とタグを、ほかの写真ソフトが読める小さなファイルに書き出します。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>閉じる</translation>
    </message>
    <message>
        <source>Contact sheet (PDF)</source>
        <translation>コンタクトシート (PDF)</translation>
    </message>
    <message>
        <source>Copies of the photos</source>
        <translation>写真のコピー</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>エクスポート</translation>
    </message>
    <message>
        <source>Export to</source>
        <translation>エクスポート先</translation>
    </message>
    <message>
        <source>File</source>
        <translation>ファイル</translation>
    </message>
    <message>
        <source>File paths</source>
        <translation>ファイルのパス</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>フォルダー</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>形式</translation>
    </message>
    <message>
        <source>Gallery (HTML)</source>
        <translation>ギャラリー (HTML)</translation>
    </message>
    <message>
        <source>Left out or incomplete: {n}.</source>
        <translation>省略または不完全: {n}。</translation>
    </message>
    <message>
        <source>One path a line, for other programs.</source>
        <translation>1 行に 1 つのパス。ほかのプログラム用。</translation>
    </message>
    <message>
        <source>One photo a row, for spreadsheets.</source>
        <translation>1 行に写真 1 枚。表計算ソフト用。</translation>
    </message>
    <message>
        <source>One result a line, for scripts and long lists.</source>
        <translation>1 行に結果 1 件。スクリプトや長いリスト用。</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>写真</translation>
    </message>
    <message>
        <source>Photos that were left out</source>
        <translation>省略された写真</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>進行状況</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>置き換える</translation>
    </message>
    <message>
        <source>Replace it?</source>
        <translation>置き換えますか？</translation>
    </message>
    <message>
        <source>Results (JSON Lines)</source>
        <translation>検索結果 (JSON Lines)</translation>
    </message>
    <message>
        <source>Results (JSON)</source>
        <translation>検索結果 (JSON)</translation>
    </message>
    <message>
        <source>Say where the file should go.</source>
        <translation>ファイルの保存先を指定してください。</translation>
    </message>
    <message>
        <source>Say where the folder should be.</source>
        <translation>フォルダーの場所を指定してください。</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>フォルダーで表示</translation>
    </message>
    <message>
        <source>Sidecars (XMP)</source>
        <translation>サイドカーファイル (XMP)</translation>
    </message>
    <message>
        <source>Sidecars written: {n}.</source>
        <translation>書き込んだサイドカーファイル: {n}。</translation>
    </message>
    <message>
        <source>Table (CSV)</source>
        <translation>表 (CSV)</translation>
    </message>
    <message>
        <source>The photos and their captions in one file, to send or keep.</source>
        <translation>写真と説明を 1 つのファイルにまとめます。送信や保管に。</translation>
    </message>
    <message>
        <source>The photos, copied into a folder; what is there already stays.</source>
        <translation>写真をフォルダーにコピーします。すでにあるものは残ります。</translation>
    </message>
    <message>
        <source>The search and its results with the reasons, for programs.</source>
        <translation>検索と結果、その理由。プログラム用。</translation>
    </message>
    <message>
        <source>There is a file “{name}” already.</source>
        <translation>ファイル「{name}」はすでに存在します。</translation>
    </message>
    <message>
        <source>Twelve photos a page with their captions, to print or send.</source>
        <translation>1 ページに 12 枚の写真と説明。印刷や送信に。</translation>
    </message>
    <message>
        <source>… and {n} more</source>
        <translation>…ほか{n}件</translation>
    </message>
</context>
<context>
    <name>ExportScope</name>
    <message numerus="yes">
        <source>All %Ln results</source>
        <translation>
            <numerusform>結果 %Ln 件すべて</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The %Ln selected photos</source>
        <translation>
            <numerusform>選択した写真 %Ln 枚</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FailuresDialog</name>
    <message numerus="yes">
        <source>%Ln photos or parts of photos could not be read or described.</source>
        <translation>
            <numerusform>%Ln件の写真または写真の一部を、読み取れないか説明できませんでした。</numerusform>
        </translation>
    </message>
    <message>
        <source>A file that could not be read is tried again together with all others: “Try all again”.</source>
        <translation>読み取れなかったファイルは、ほかのすべてと一緒に「すべて再試行」でもう一度試せます。</translation>
    </message>
    <message>
        <source>Choose photos in the list to try only these again, or to see where they are.</source>
        <translation>一覧で写真を選ぶと、その写真だけを再試行したり、場所を表示したりできます。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>閉じる</translation>
    </message>
    <message>
        <source>Failed photos</source>
        <translation>失敗した写真</translation>
    </message>
    <message>
        <source>Nothing failed: all photos could be read and described.</source>
        <translation>失敗はありません。すべての写真を読み取り、説明できました。</translation>
    </message>
    <message>
        <source>Photo</source>
        <translation>写真</translation>
    </message>
    <message>
        <source>Show in the file manager</source>
        <translation>ファイルマネージャーで表示</translation>
    </message>
    <message>
        <source>They are tried again. What fails again appears here.</source>
        <translation>再試行しています。また失敗したものはここに表示されます。</translation>
    </message>
    <message>
        <source>Try all again</source>
        <translation>すべて再試行</translation>
    </message>
    <message>
        <source>Try the chosen again</source>
        <translation>選択したものを再試行</translation>
    </message>
    <message>
        <source>What failed</source>
        <translation>失敗した処理</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>describing</source>
        <translation>説明</translation>
    </message>
    <message>
        <source>reading</source>
        <translation>読み取り</translation>
    </message>
</context>
<context>
    <name>Filmstrip</name>
    <message>
        <source>Photos beside this one</source>
        <translation>前後の写真</translation>
    </message>
    <message>
        <source>{row} of {count}</source>
        <translation>{row}／{count}</translation>
    </message>
</context>
<context>
    <name>FirstRun</name>
    <message>
        <source>All can be chosen later: folders at the side, models and settings in the menu</source>
        <translation>すべて後から選べます。フォルダーはサイドバー、モデルと設定はメニューにあります</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>戻る</translation>
    </message>
    <message>
        <source>Find your photos by what is in them</source>
        <translation>写っているもので写真を探す</translation>
    </message>
    <message>
        <source>How are they described?</source>
        <translation>どのように説明しますか？</translation>
    </message>
    <message>
        <source>How thoroughly?</source>
        <translation>どのくらい詳しく説明しますか？</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>次へ</translation>
    </message>
    <message>
        <source>Skip all this</source>
        <translation>すべてスキップ</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>開始</translation>
    </message>
    <message>
        <source>Step {n} of {all}</source>
        <translation>手順 {n}／{all}</translation>
    </message>
    <message>
        <source>Without folders for now</source>
        <translation>今はフォルダーなし</translation>
    </message>
</context>
<context>
    <name>FoldersPage</name>
    <message>
        <source>Add another folder…</source>
        <translation>別のフォルダーを追加…</translation>
    </message>
    <message>
        <source>Choose a folder…</source>
        <translation>フォルダーを選択…</translation>
    </message>
    <message>
        <source>Drag a folder of photos here, or choose one below. It can also be done later, at the side.</source>
        <translation>写真のフォルダーをここにドラッグするか、下で選んでください。後からサイドバーで追加することもできます。</translation>
    </message>
    <message>
        <source>Folders of photos</source>
        <translation>写真のフォルダー</translation>
    </message>
    <message>
        <source>None of the usual picture folders was found on this computer.</source>
        <translation>このコンピューターには、通常の写真フォルダーが見つかりませんでした。</translation>
    </message>
    <message>
        <source>Which folders hold your photos? Tick them, or drag folders here. Files are only read, never changed, moved or copied.</source>
        <translation>写真はどのフォルダーにありますか？チェックを付けるか、フォルダーをここにドラッグしてください。ファイルは読み取るだけで、変更、移動、コピーはしません。</translation>
    </message>
</context>
<context>
    <name>GridView</name>
    <message>
        <source>Photos</source>
        <translation>写真</translation>
    </message>
</context>
<context>
    <name>Histogram</name>
    <message>
        <source>Histogram of frequent words</source>
        <translation>よく使われる単語のヒストグラム</translation>
    </message>
</context>
<context>
    <name>InsightsPage</name>
    <message>
        <source>Back to all photos</source>
        <translation>写真一覧に戻る</translation>
    </message>
    <message>
        <source>Back to all photos (Esc)</source>
        <translation>写真一覧に戻る (Esc)</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>コピー</translation>
    </message>
    <message>
        <source>Drawing</source>
        <translation>図形</translation>
    </message>
    <message>
        <source>Frequent words</source>
        <translation>よく使われる単語</translation>
    </message>
    <message>
        <source>How often the captions of {photos} say each word, all views counted. A click adds it to the search.</source>
        <translation>{photos}の説明 (すべての領域) に各単語が出てくる回数です。クリックすると検索に追加されます。</translation>
    </message>
    <message>
        <source>Leave “{word}” out</source>
        <translation>「{word}」を除外</translation>
    </message>
    <message>
        <source>Nothing was said about these photos yet. Words appear as photos are described.</source>
        <translation>これらの写真にはまだ説明がありません。説明が付くと単語が表示されます。</translation>
    </message>
    <message>
        <source>Only photos with “{word}”</source>
        <translation>「{word}」を含む写真のみ</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>画像</translation>
    </message>
    <message>
        <source>Save the picture</source>
        <translation>画像を保存</translation>
    </message>
    <message>
        <source>Save the picture as SVG or PNG</source>
        <translation>画像を SVG または PNG で保存します</translation>
    </message>
    <message>
        <source>Saved as {name}.</source>
        <translation>{name} として保存しました。</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>保存…</translation>
    </message>
    <message>
        <source>Selection</source>
        <translation>選択した写真</translation>
    </message>
    <message>
        <source>The picture</source>
        <translation>画像</translation>
    </message>
    <message>
        <source>The picture is copied.</source>
        <translation>画像をコピーしました。</translation>
    </message>
    <message>
        <source>The words are copied.</source>
        <translation>単語をコピーしました。</translation>
    </message>
    <message>
        <source>The words, as a table</source>
        <translation>単語 (表形式)</translation>
    </message>
    <message>
        <source>These results</source>
        <translation>この検索結果</translation>
    </message>
    <message>
        <source>This photo</source>
        <translation>この写真</translation>
    </message>
    <message>
        <source>Whole library</source>
        <translation>ライブラリ全体</translation>
    </message>
    <message>
        <source>the whole library</source>
        <translation>ライブラリ全体</translation>
    </message>
    <message>
        <source>whole library</source>
        <translation>ライブラリ全体</translation>
    </message>
</context>
<context>
    <name>LibraryCommands</name>
    <message numerus="yes">
        <source>%Ln photos exported to {path}.</source>
        <translation>
            <numerusform>%Ln枚の写真を {path} にエクスポートしました。</numerusform>
        </translation>
    </message>
    <message>
        <source>Add a folder of photos</source>
        <translation>写真のフォルダーを追加</translation>
    </message>
    <message>
        <source>Describe again</source>
        <translation>もう一度説明する</translation>
    </message>
    <message>
        <source>Describe {photos} again?</source>
        <translation>{photos}をもう一度説明しますか？</translation>
    </message>
    <message>
        <source>Its files stay as they are. What was said about its photos is kept for the day you add it again.</source>
        <translation>ファイルはそのまま残ります。写真の説明も保存され、もう一度追加したときに使われます。</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>削除</translation>
    </message>
    <message>
        <source>Remove folder</source>
        <translation>フォルダーを削除</translation>
    </message>
    <message>
        <source>Remove {folder} from the library?</source>
        <translation>{folder} をライブラリから削除しますか？</translation>
    </message>
    <message>
        <source>Save this search</source>
        <translation>検索を保存</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>設定</translation>
    </message>
    <message>
        <source>That takes about {time}. The present descriptions stay, and are searched, until then.</source>
        <translation>約{time}かかります。それまでは現在の説明が残り、検索に使われます。</translation>
    </message>
    <message>
        <source>The present descriptions stay, and are searched, until then.</source>
        <translation>それまでは今の説明が残り、検索にも使われます。</translation>
    </message>
    <message>
        <source>There is nothing to save: add a chip first.</source>
        <translation>保存する検索がありません。先に検索語を追加してください。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>元に戻す</translation>
    </message>
    <message>
        <source>Where is {folder} now?</source>
        <translation>{folder} は今どこにありますか？</translation>
    </message>
    <message>
        <source>{folder} is being read.</source>
        <translation>{folder} を読み取っています。</translation>
    </message>
    <message>
        <source>{folder} is being read. Nothing is described again.</source>
        <translation>{folder} を読み込んでいます。説明をやり直すことはありません。</translation>
    </message>
    <message>
        <source>{model} could not be downloaded. {why}</source>
        <translation>{model} をダウンロードできませんでした。{why}</translation>
    </message>
    <message>
        <source>{model} is downloaded and can be used now.</source>
        <translation>{model} のダウンロードが完了し、使えるようになりました。</translation>
    </message>
    <message>
        <source>“{name}” is deleted.</source>
        <translation>「{name}」を削除しました。</translation>
    </message>
</context>
<context>
    <name>ModelDetails</name>
    <message>
        <source>Change the server…</source>
        <translation>サーバーを変更…</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>ファイル</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>使用中</translation>
    </message>
    <message>
        <source>It is downloaded and checked.</source>
        <translation>ダウンロードと検証が完了しています。</translation>
    </message>
    <message>
        <source>Its files are gone. Bring them back, or add the pair again.</source>
        <translation>ファイルがなくなっています。元に戻すか、2 つのファイルをもう一度追加してください。</translation>
    </message>
    <message>
        <source>Its page states no licence: read there what you may do with it.</source>
        <translation>配布ページにライセンスの記載がありません。何が許可されているか、そこで確認してください。</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>ライセンス</translation>
    </message>
    <message>
        <source>Looking which models there are…</source>
        <translation>モデルを確認しています…</translation>
    </message>
    <message>
        <source>Memory needed</source>
        <translation>必要なメモリ</translation>
    </message>
    <message>
        <source>Model there</source>
        <translation>サーバー側のモデル</translation>
    </message>
    <message>
        <source>Open its page in the browser</source>
        <translation>配布ページをブラウザーで開く</translation>
    </message>
    <message>
        <source>Remove files…</source>
        <translation>ファイルを削除…</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>サーバー</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>サイズ</translation>
    </message>
    <message>
        <source>Take off the list…</source>
        <translation>一覧から外す…</translation>
    </message>
    <message>
        <source>This computer has less memory than it needs: it may be slow, or not start at all.</source>
        <translation>このコンピューターはメモリが足りません。遅くなるか、まったく起動しない可能性があります。</translation>
    </message>
    <message>
        <source>Use it now</source>
        <translation>今すぐ使う</translation>
    </message>
    <message>
        <source>Use this model</source>
        <translation>このモデルを使う</translation>
    </message>
    <message>
        <source>about {size}</source>
        <translation>約 {size}</translation>
    </message>
</context>
<context>
    <name>ModelDialog</name>
    <message>
        <source>A model looks at each photo and writes down what is in it. The better the model, the better you find. Captions of a former model stay until the new ones are in.</source>
        <translation>モデルが写真を 1 枚ずつ見て、写っているものを書き留めます。モデルが良いほど、よく見つかります。以前のモデルの説明は、新しい説明が付くまで残ります。</translation>
    </message>
    <message>
        <source>Add a model from two GGUF files on this computer</source>
        <translation>このコンピューターにある 2 つの GGUF ファイルからモデルを追加します</translation>
    </message>
    <message>
        <source>Cancel the download</source>
        <translation>ダウンロードを中止</translation>
    </message>
    <message>
        <source>Cancel the download of {model}?</source>
        <translation>{model} のダウンロードを中止しますか？</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>閉じる</translation>
    </message>
    <message>
        <source>Have photos described by a program on this or another computer</source>
        <translation>このコンピューターや別のコンピューターのプログラムに写真を説明させます</translation>
    </message>
    <message>
        <source>I already have one…</source>
        <translation>手元のモデルを追加…</translation>
    </message>
    <message>
        <source>Its files stay where they are. The captions that it wrote stay too.</source>
        <translation>ファイルはそのままの場所に残ります。このモデルが書いた説明も残ります。</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>そのままにする</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>モデル</translation>
    </message>
    <message>
        <source>Photos are described by the quick preview model then, until you choose another one.</source>
        <translation>その後は、別のモデルを選ぶまで簡易プレビューモデルが写真を説明します。</translation>
    </message>
    <message>
        <source>Remove files</source>
        <translation>ファイルを削除</translation>
    </message>
    <message>
        <source>Remove the files of {model}?</source>
        <translation>{model} のファイルを削除しますか？</translation>
    </message>
    <message>
        <source>Take off the list</source>
        <translation>一覧から外す</translation>
    </message>
    <message>
        <source>Take {model} off the list?</source>
        <translation>{model} を一覧から外しますか？</translation>
    </message>
    <message>
        <source>That frees {size}. The captions that it wrote stay.</source>
        <translation>{size} が空きます。このモデルが書いた説明は残ります。</translation>
    </message>
    <message>
        <source>The captions that it wrote stay.</source>
        <translation>このモデルが書いた説明は残ります。</translation>
    </message>
    <message>
        <source>Use a server…</source>
        <translation>サーバーを使う…</translation>
    </message>
    <message>
        <source>What has come so far is deleted. “Pause” keeps it.</source>
        <translation>これまでに受信した分は削除されます。「一時停止」なら残ります。</translation>
    </message>
</context>
<context>
    <name>ModelList</name>
    <message>
        <source>Models</source>
        <translation>モデル</translation>
    </message>
    <message>
        <source>recommended for this computer</source>
        <translation>このコンピューターに推奨</translation>
    </message>
</context>
<context>
    <name>ModelPage</name>
    <message>
        <source>A better model, downloaded once</source>
        <translation>より良いモデル (ダウンロードは 1 回)</translation>
    </message>
    <message>
        <source>A model looks at each photo and writes down what is in it; you search these words. It runs on this computer: no photo leaves it. You can change this at any time.</source>
        <translation>モデルが写真を 1 枚ずつ見て、写っているものを書き留め、その言葉を検索します。モデルはこのコンピューター上で動き、写真が外に出ることはありません。いつでも変更できます。</translation>
    </message>
    <message>
        <source>A model that I have</source>
        <translation>手元のモデル</translation>
    </message>
    <message>
        <source>A pair of GGUF files on this computer.</source>
        <translation>このコンピューターにある 2 つの GGUF ファイルです。</translation>
    </message>
    <message>
        <source>A program on this or another computer that describes photos. Photos are sent to it.</source>
        <translation>このコンピューターや別のコンピューターで写真を説明するプログラムです。写真はそこに送信されます。</translation>
    </message>
    <message>
        <source>A server</source>
        <translation>サーバー</translation>
    </message>
    <message>
        <source>Built in: begins at once, in rough words.</source>
        <translation>内蔵モデルです。すぐに大まかな言葉で始めます。</translation>
    </message>
    <message>
        <source>Choose the files…</source>
        <translation>ファイルを選択…</translation>
    </message>
    <message>
        <source>Compare all models</source>
        <translation>すべてのモデルを比較</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>ダウンロード</translation>
    </message>
    <message>
        <source>Download {size}</source>
        <translation>{size} をダウンロード</translation>
    </message>
    <message>
        <source>It is being downloaded; you can go on meanwhile.</source>
        <translation>ダウンロード中です。その間も先に進めます。</translation>
    </message>
    <message>
        <source>It is on this computer.</source>
        <translation>このコンピューターにあります。</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>後で</translation>
    </message>
    <message>
        <source>Quick preview model, now</source>
        <translation>簡易プレビューモデルですぐに開始</translation>
    </message>
    <message>
        <source>Set up the server…</source>
        <translation>サーバーを設定…</translation>
    </message>
    <message>
        <source>The library fills; photos are found by file and folder names and by your own words only.</source>
        <translation>ライブラリには追加されますが、写真はファイル名、フォルダー名、自分の言葉でのみ見つかります。</translation>
    </message>
    <message>
        <source>This computer has less memory than that.</source>
        <translation>このコンピューターのメモリーはそれより少なくなっています。</translation>
    </message>
    <message>
        <source>{model}, recommended for this computer: {size} to download, needs about {memory} of memory.</source>
        <translation>{model} (このコンピューターにおすすめ): ダウンロード {size}、メモリー約{memory}が必要です。</translation>
    </message>
    <message>
        <source>{model}: {size} to download, needs about {memory} of memory.</source>
        <translation>{model}: ダウンロード {size}、メモリー約{memory}が必要です。</translation>
    </message>
    <message>
        <source>{model} is in use.</source>
        <translation>{model} を使用中です。</translation>
    </message>
</context>
<context>
    <name>ModelsFolder</name>
    <message>
        <source>Change folder…</source>
        <translation>フォルダーを変更…</translation>
    </message>
    <message>
        <source>Keep downloaded models in another folder, and move them there</source>
        <translation>ダウンロードしたモデルを別のフォルダーに移動し、今後もそこに保存します</translation>
    </message>
    <message>
        <source>Keep models in</source>
        <translation>モデルの保存先</translation>
    </message>
    <message>
        <source>Leave everything where it was</source>
        <translation>すべて元の場所に残す</translation>
    </message>
    <message>
        <source>Models are kept in {folder}</source>
        <translation>モデルの保存先: {folder}</translation>
    </message>
    <message>
        <source>Moving the models</source>
        <translation>モデルを移動中</translation>
    </message>
    <message>
        <source>Moving: {done} of {total}</source>
        <translation>移動中: {done}／{total}</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
</context>
<context>
    <name>MonthBars</name>
    <message>
        <source>Click or drag to choose</source>
        <translation>クリックまたはドラッグで選択</translation>
    </message>
    <message>
        <source>Photos by date</source>
        <translation>日付別の写真</translation>
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
        <translation>自分の説明がなければ、説明としても書き込む</translation>
    </message>
    <message>
        <source>Beside the photos, in their own folders</source>
        <translation>写真と同じフォルダー</translation>
    </message>
    <message>
        <source>In a field that says so</source>
        <translation>それと分かる専用の項目</translation>
    </message>
    <message>
        <source>In a folder beside the page</source>
        <translation>ページの隣のフォルダー</translation>
    </message>
    <message>
        <source>In the page itself</source>
        <translation>ページに埋め込む</translation>
    </message>
    <message>
        <source>In the page, up to 200 photos</source>
        <translation>200 枚までページに埋め込む</translation>
    </message>
    <message>
        <source>Leave it out</source>
        <translation>書き込まない</translation>
    </message>
    <message>
        <source>Paper</source>
        <translation>用紙</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>画像</translation>
    </message>
    <message>
        <source>Replace files that are there and differ</source>
        <translation>内容の異なる既存のファイルを置き換える</translation>
    </message>
    <message>
        <source>US Letter</source>
        <translation>US レター</translation>
    </message>
    <message>
        <source>What the model wrote</source>
        <translation>モデルが書いた説明</translation>
    </message>
</context>
<context>
    <name>OwnEditor</name>
    <message>
        <source>Describe the photo in your own words</source>
        <translation>写真を自分の言葉で説明</translation>
    </message>
    <message>
        <source>Revert</source>
        <translation>変更を破棄</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Save your words (Ctrl+Enter)</source>
        <translation>自分の言葉を保存します (Ctrl+Enter)</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>保存しました</translation>
    </message>
    <message>
        <source>Tags, separated by commas</source>
        <translation>タグ (カンマ区切り)</translation>
    </message>
    <message>
        <source>Take back what was saved; once more brings it again</source>
        <translation>保存した内容を取り消します。もう一度押すと戻ります</translation>
    </message>
    <message>
        <source>Taken back</source>
        <translation>取り消しました</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>元に戻す</translation>
    </message>
    <message>
        <source>Your own caption</source>
        <translation>自分で書いた説明</translation>
    </message>
    <message>
        <source>Your own tags</source>
        <translation>自分で付けたタグ</translation>
    </message>
</context>
<context>
    <name>OwnModelDialog</name>
    <message>
        <source>A model that can see has two GGUF files: the language model, and the projector, whose name usually has “mmproj” in it. The files stay where they are.</source>
        <translation>画像を扱えるモデルは、言語モデルとプロジェクター (通常は名前に「mmproj」を含む) の 2 つの GGUF ファイルからなります。ファイルはそのままの場所で使われます。</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>追加</translation>
    </message>
    <message>
        <source>Add a model from files</source>
        <translation>ファイルからモデルを追加</translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation>参照…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>GGUF files (*.gguf)</source>
        <translation>GGUF ファイル (*.gguf)</translation>
    </message>
    <message>
        <source>Language model</source>
        <translation>言語モデル</translation>
    </message>
    <message>
        <source>Language model file</source>
        <translation>言語モデルのファイル</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>Projector (mmproj)</source>
        <translation>プロジェクター (mmproj)</translation>
    </message>
    <message>
        <source>Projector file</source>
        <translation>プロジェクターのファイル</translation>
    </message>
    <message>
        <source>the file&apos;s name</source>
        <translation>ファイル名</translation>
    </message>
</context>
<context>
    <name>PhotoCanvas</name>
    <message>
        <source>Photo</source>
        <translation>写真</translation>
    </message>
</context>
<context>
    <name>PhotoCommands</name>
    <message numerus="yes">
        <source>%Ln failures are tried again.</source>
        <translation>
            <numerusform>失敗した%Ln件を再試行します。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln files copied.</source>
        <translation>
            <numerusform>%Ln個のファイルをコピーしました。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln paths copied.</source>
        <translation>
            <numerusform>%Ln個のパスをコピーしました。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photos are in the library again.</source>
        <translation>
            <numerusform>%Ln枚の写真をライブラリに戻しました。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photos were taken out of the library. Their files stay where they are.</source>
        <translation>
            <numerusform>%Ln枚の写真をライブラリから外しました。ファイルはそのままです。</numerusform>
        </translation>
    </message>
    <message>
        <source>Caption copied.</source>
        <translation>説明をコピーしました。</translation>
    </message>
    <message>
        <source>Described again: {photos}. The present descriptions stay until then.</source>
        <translation>もう一度説明します: {photos}。それまでは今の説明が残ります。</translation>
    </message>
    <message>
        <source>Described next: {photos}.</source>
        <translation>次に説明します: {photos}。</translation>
    </message>
    <message>
        <source>No program opens {name}.</source>
        <translation>{name} を開けるプログラムがありません。</translation>
    </message>
    <message>
        <source>Nothing to change: they have these words already.</source>
        <translation>変更はありません。すでに同じ言葉が付いています。</translation>
    </message>
    <message>
        <source>Path copied.</source>
        <translation>パスをコピーしました。</translation>
    </message>
    <message>
        <source>Taken back: {photos}.</source>
        <translation>取り消しました: {photos}。</translation>
    </message>
    <message>
        <source>The file manager can&apos;t be opened.</source>
        <translation>ファイルマネージャーを開けません。</translation>
    </message>
    <message>
        <source>There is nothing left to describe here.</source>
        <translation>説明が必要な写真はもうありません。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>元に戻す</translation>
    </message>
    <message>
        <source>Words changed: {photos}.</source>
        <translation>言葉を変更しました: {photos}。</translation>
    </message>
    <message>
        <source>{photos} are too many to copy at once: at most {most}. Export them instead.</source>
        <translation>{photos}は多すぎて一度にコピーできません (最大 {most})。代わりにエクスポートしてください。</translation>
    </message>
</context>
<context>
    <name>PhotoData</name>
    <message>
        <source>Also</source>
        <translation>同じ写真</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>カメラ</translation>
    </message>
    <message>
        <source>File</source>
        <translation>ファイル</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>形式</translation>
    </message>
    <message>
        <source>Pixels</source>
        <translation>ピクセル数</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>場所</translation>
    </message>
    <message>
        <source>RAW</source>
        <translation>RAW</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>フォルダーで表示</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>サイズ</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状態</translation>
    </message>
    <message>
        <source>Taken</source>
        <translation>撮影日時</translation>
    </message>
    <message>
        <source>offline: its drive is not connected</source>
        <translation>オフライン: ドライブが接続されていません</translation>
    </message>
</context>
<context>
    <name>Places</name>
    <message numerus="yes">
        <source>%Ln photos</source>
        <translation>
            <numerusform>%Ln枚の写真</numerusform>
        </translation>
    </message>
    <message>
        <source>shown now</source>
        <translation>表示中</translation>
    </message>
</context>
<context>
    <name>QuickLook</name>
    <message>
        <source>Quick look</source>
        <translation>クイックルック</translation>
    </message>
</context>
<context>
    <name>Requests</name>
    <message>
        <source>Something went wrong: {error}. The log has more.</source>
        <translation>問題が発生しました: {error}。詳細はログにあります。</translation>
    </message>
</context>
<context>
    <name>ResultsBar</name>
    <message>
        <source>Best match</source>
        <translation>関連度順</translation>
    </message>
    <message>
        <source>By file name</source>
        <translation>ファイル名順</translation>
    </message>
    <message>
        <source>Leave “{word}” out</source>
        <translation>「{word}」を除外</translation>
    </message>
    <message>
        <source>Narrow to:</source>
        <translation>絞り込み:</translation>
    </message>
    <message>
        <source>Newest first</source>
        <translation>新しい順</translation>
    </message>
    <message>
        <source>No photo matches “{word}”</source>
        <translation>「{word}」に一致する写真がありません</translation>
    </message>
    <message>
        <source>Often seen:</source>
        <translation>よく写っているもの:</translation>
    </message>
    <message>
        <source>Oldest first</source>
        <translation>古い順</translation>
    </message>
    <message>
        <source>Only photos with {word}: {count}</source>
        <translation>{word}を含む写真のみ: {count}</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>並べ替え</translation>
    </message>
    <message>
        <source>Order of the photos</source>
        <translation>写真の並べ替え</translation>
    </message>
    <message>
        <source>Photos that aren&apos;t described yet can only be found by their name and your own words.</source>
        <translation>まだ説明のない写真は、ファイル名と自分の言葉でのみ見つかります。</translation>
    </message>
    <message>
        <source>Search for {word} instead</source>
        <translation>代わりに{word}で検索</translation>
    </message>
    <message>
        <source>left out: {words}</source>
        <translation>無視した単語: {words}</translation>
    </message>
    <message>
        <source>no word “{word}” yet</source>
        <translation>「{word}」という単語はまだありません</translation>
    </message>
    <message>
        <source>{found} of {all} · {described}</source>
        <translation>{all}のうち {found}枚 · {described}</translation>
    </message>
    <message>
        <source>{n} described</source>
        <translation>説明済み {n}枚</translation>
    </message>
    <message>
        <source>{text} — did you mean:</source>
        <translation>{text} ― もしかして:</translation>
    </message>
</context>
<context>
    <name>SearchBar</name>
    <message>
        <source>Clear the search</source>
        <translation>検索をクリア</translation>
    </message>
    <message>
        <source>Clear the search (Ctrl+Shift+X)</source>
        <translation>検索をクリア (Ctrl+Shift+X)</translation>
    </message>
    <message>
        <source>Filters</source>
        <translation>フィルター</translation>
    </message>
    <message>
        <source>Filters: date, folder, camera, orientation, description</source>
        <translation>フィルター: 日付、フォルダー、カメラ、向き、説明</translation>
    </message>
    <message>
        <source>Photos that match all chips are found. Click for photos that match any.</source>
        <translation>すべての検索語に一致する写真を表示しています。クリックすると、いずれかに一致する写真になります。</translation>
    </message>
    <message>
        <source>Photos that match any chip are found. Click for photos that match all.</source>
        <translation>いずれかの検索語に一致する写真を表示しています。クリックすると、すべてに一致する写真になります。</translation>
    </message>
    <message>
        <source>all of them</source>
        <translation>すべてに一致</translation>
    </message>
    <message>
        <source>any of them</source>
        <translation>いずれかに一致</translation>
    </message>
</context>
<context>
    <name>SearchField</name>
    <message>
        <source>&lt;p&gt;Type words; Enter or a comma makes chips of them (Ctrl+F).&lt;/p&gt;&lt;p&gt;&lt;b&gt;-word&lt;/b&gt; leaves out, &lt;b&gt;=word&lt;/b&gt; counts without related words, &lt;b&gt;“two words”&lt;/b&gt; is a phrase, &lt;b&gt;name:word&lt;/b&gt; and &lt;b&gt;own:word&lt;/b&gt; look only there.&lt;/p&gt;&lt;p&gt;Filters: &lt;b&gt;camera:&lt;/b&gt;canon, &lt;b&gt;orientation:&lt;/b&gt;portrait, &lt;b&gt;has:&lt;/b&gt;tags, &lt;b&gt;is:&lt;/b&gt;undescribed, &lt;b&gt;after:&lt;/b&gt;2020-01-31, &lt;b&gt;before:&lt;/b&gt;2021-01-01, &lt;b&gt;folder:&lt;/b&gt;/photos&lt;/p&gt;</source>
        <translation>&lt;p&gt;単語を入力し、Enter またはカンマで検索語にします (Ctrl+F)。&lt;/p&gt;&lt;p&gt;&lt;b&gt;-単語&lt;/b&gt; は除外、&lt;b&gt;=単語&lt;/b&gt; は関連語を含めない検索、&lt;b&gt;“2 つの単語”&lt;/b&gt; は語句の検索、&lt;b&gt;name:単語&lt;/b&gt; と &lt;b&gt;own:単語&lt;/b&gt; はそれぞれ名前と自分の言葉だけを検索します。&lt;/p&gt;&lt;p&gt;フィルター: &lt;b&gt;camera:&lt;/b&gt;canon、&lt;b&gt;orientation:&lt;/b&gt;portrait、&lt;b&gt;has:&lt;/b&gt;tags、&lt;b&gt;is:&lt;/b&gt;undescribed、&lt;b&gt;after:&lt;/b&gt;2020-01-31、&lt;b&gt;before:&lt;/b&gt;2021-01-01、&lt;b&gt;folder:&lt;/b&gt;/photos&lt;/p&gt;</translation>
    </message>
    <message>
        <source>Search photos by what is in them</source>
        <translation>写っているもので写真を検索</translation>
    </message>
    <message>
        <source>Search: dog, beach, -people, &quot;red car&quot;</source>
        <translation>検索: dog, beach, -people, &quot;red car&quot;</translation>
    </message>
</context>
<context>
    <name>ServerDialog</name>
    <message>
        <source>&amp;Address</source>
        <translation>アドレス(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Model</source>
        <translation>モデル(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Name here</source>
        <translation>ここでの名前(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Pictures at once</source>
        <translation>同時に送る画像数(&amp;P)</translation>
    </message>
    <message>
        <source>A test sends this drawn picture, none of your photos, and shows what the model says about it.</source>
        <translation>テストでは、写真ではなくこの絵を送信し、モデルの答えを表示します。</translation>
    </message>
    <message>
        <source>API &amp;key</source>
        <translation>API キー(&amp;K)</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>追加</translation>
    </message>
    <message>
        <source>Another program can describe your photos, here or on a faster computer: llama-server, Ollama, vLLM, LM Studio, or anything else with an OpenAI-compatible interface and a model that sees pictures.</source>
        <translation>別のプログラムに写真を説明させることができます。このコンピューターでも、より高速なコンピューターでもかまいません。llama-server、Ollama、vLLM、LM Studio など、OpenAI 互換のインターフェイスと画像を扱えるモデルを備えたものが使えます。</translation>
    </message>
    <message>
        <source>Asking the server… the first answer can take a while.</source>
        <translation>サーバーに問い合わせ中… 最初の応答には時間がかかることがあります。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>変更</translation>
    </message>
    <message>
        <source>Nothing is sent before you choose to use it.</source>
        <translation>使用することを選ぶまで、何も送信されません。</translation>
    </message>
    <message>
        <source>Once you use this model, your photos and their regions are sent as pictures to
{url}
Nothing is sent before that.</source>
        <translation>このモデルを使うと、写真とその領域が画像として次の宛先に送信されます。
{url}
それまでは何も送信されません。</translation>
    </message>
    <message>
        <source>Sample picture: a red house on a meadow under the sun</source>
        <translation>サンプル画像: 太陽の下、草原に建つ赤い家</translation>
    </message>
    <message>
        <source>Stop the test</source>
        <translation>テストを中止</translation>
    </message>
    <message>
        <source>Test connection</source>
        <translation>接続をテスト</translation>
    </message>
    <message numerus="yes">
        <source>The server has %Ln models.</source>
        <translation>
            <numerusform>サーバーには %Ln個のモデルがあります。</numerusform>
        </translation>
    </message>
    <message>
        <source>This address is neither on your network nor encrypted: everybody on the way could look at your photos. Use https, or a server nearby.</source>
        <translation>このアドレスは自分のネットワーク内になく、暗号化もされていません。経路上の誰でも写真を見られる可能性があります。https か、近くのサーバーを使ってください。</translation>
    </message>
    <message>
        <source>Use a server</source>
        <translation>サーバーを使う</translation>
    </message>
    <message>
        <source>automatic</source>
        <translation>自動</translation>
    </message>
    <message>
        <source>only if the server wants one</source>
        <translation>サーバーが要求する場合のみ</translation>
    </message>
    <message>
        <source>the model&apos;s name</source>
        <translation>モデル名</translation>
    </message>
    <message>
        <source>what the server calls it; a test lists them</source>
        <translation>サーバー上の名前 (テストで一覧表示)</translation>
    </message>
    <message>
        <source>{model} says after {seconds} s:
“{text}”</source>
        <translation>{model} の答え ({seconds} 秒後):
「{text}」</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source> px</source>
        <translation> ピクセル</translation>
    </message>
    <message>
        <source>&amp;Appearance</source>
        <translation>外観(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Describe</source>
        <translation>説明の範囲(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Expansion</source>
        <translation>関連語(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Ignore photos smaller than</source>
        <translation>無視する写真の大きさ(&amp;I)</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>言語(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Models</source>
        <translation>モデル(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Motion</source>
        <translation>動き(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Question</source>
        <translation>質問(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Regions</source>
        <translation>領域(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Thoroughness</source>
        <translation>詳しさ(&amp;T)</translation>
    </message>
    <message>
        <source>0 uses the processor only. Fewer leave memory of the card to other programs.</source>
        <translation>0 ではプロセッサのみを使います。少なくすると、ほかのプログラムがカードのメモリを使えます。</translation>
    </message>
    <message>
        <source>Ask a second question</source>
        <translation>2 つ目の質問もする</translation>
    </message>
    <message>
        <source>Back to the original</source>
        <translation>元に戻す</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>閉じる</translation>
    </message>
    <message>
        <source>Computer</source>
        <translation>コンピューター</translation>
    </message>
    <message>
        <source>Counts from the next start on.</source>
        <translation>次回の起動から有効になります。</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>ダーク</translation>
    </message>
    <message>
        <source>Describe &amp;when</source>
        <translation>説明する条件(&amp;W)</translation>
    </message>
    <message>
        <source>Describing</source>
        <translation>説明</translation>
    </message>
    <message>
        <source>Find by implied words too</source>
        <translation>関連する単語でも見つける</translation>
    </message>
    <message>
        <source>From</source>
        <translation>開始</translation>
    </message>
    <message>
        <source>Layers on the &amp;graphics card</source>
        <translation>グラフィックカードで処理する層(&amp;G)</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>ライト</translation>
    </message>
    <message>
        <source>Light or dark; “like the system” follows it at once.</source>
        <translation>ライトまたはダーク。「システムに合わせる」ではすぐに切り替わります。</translation>
    </message>
    <message>
        <source>Like the system</source>
        <translation>システムに合わせる</translation>
    </message>
    <message>
        <source>Longer descriptions for about half as much time again. All photos are described again.</source>
        <translation>約 1.5 倍の時間で、より長い説明になります。すべての写真をもう一度説明します。</translation>
    </message>
    <message>
        <source>Models and their folder…</source>
        <translation>モデルと保存先…</translation>
    </message>
    <message>
        <source>More are faster until the computer gets slow for you. Counts when the model is loaded next.</source>
        <translation>多いほど速くなりますが、多すぎるとコンピューターの動作が重くなります。次にモデルを読み込むときから有効になります。</translation>
    </message>
    <message>
        <source>More regions find smaller things and take longer. What is described already is kept.</source>
        <translation>領域が多いほど小さなものが見つかりますが、時間がかかります。既存の説明は残ります。</translation>
    </message>
    <message>
        <source>More than twice as fast, with coarser descriptions of regions. They are described again.</source>
        <translation>2 倍以上速くなりますが、領域の説明は粗くなります。領域をもう一度説明します。</translation>
    </message>
    <message>
        <source>No animations and fades</source>
        <translation>アニメーションとフェードなし</translation>
    </message>
    <message>
        <source>Only from</source>
        <translation>時間帯</translation>
    </message>
    <message>
        <source>Only on mains power</source>
        <translation>電源接続時のみ</translation>
    </message>
    <message>
        <source>Only while nobody uses the computer</source>
        <translation>コンピューターが使われていないときのみ</translation>
    </message>
    <message>
        <source>Otherwise it waits and says so at the bottom; you can go on with “Describe anyway”.</source>
        <translation>それ以外は待機し、下部に表示します。「今すぐ説明する」で続けられます。</translation>
    </message>
    <message>
        <source>Photos &amp;taken out</source>
        <translation>外した写真(&amp;T)</translation>
    </message>
    <message>
        <source>Photos that you took out of the library; they can be put back.</source>
        <translation>ライブラリから外した写真です。元に戻せます。</translation>
    </message>
    <message>
        <source>Processor &amp;threads</source>
        <translation>プロセッサのスレッド数(&amp;H)</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>質問</translation>
    </message>
    <message>
        <source>Quick look at regions</source>
        <translation>領域を簡単に見る</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>検索</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>設定</translation>
    </message>
    <message>
        <source>Show them…</source>
        <translation>表示…</translation>
    </message>
    <message>
        <source>The question of the method that photofind follows</source>
        <translation>photofind が採用している手法の質問</translation>
    </message>
    <message>
        <source>The shorter side: keeps icons out of the library. Counts from the next start on.</source>
        <translation>短辺の長さです。アイコンなどをライブラリから除きます。次回の起動から有効になります。</translation>
    </message>
    <message>
        <source>They are off too where the system switches them off.</source>
        <translation>システムで無効にしている場合も無効になります。</translation>
    </message>
    <message>
        <source>“beach” finds photos of sand and waves too, below exact matches. The search is built anew.</source>
        <translation>「beach」で「sand」や「waves」の写真も、完全一致の後に見つかります。検索を再構築します。</translation>
    </message>
    <message>
        <source>The whole photo only: fastest</source>
        <translation>写真全体のみ (最速)</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>終了</translation>
    </message>
    <message>
        <source>Use this question…</source>
        <translation>この質問を使う…</translation>
    </message>
    <message>
        <source>What models are asked</source>
        <translation>モデルへの質問</translation>
    </message>
    <message>
        <source>What the model is asked about each view. Another question has all photos described again.</source>
        <translation>各領域についてモデルにする質問です。変えると、すべての写真をもう一度説明します。</translation>
    </message>
    <message>
        <source>When</source>
        <translation>条件</translation>
    </message>
    <message>
        <source>Which model describes, and where models are kept.</source>
        <translation>説明に使うモデルと、モデルの保存先です。</translation>
    </message>
    <message>
        <source>Whole photo and 17 regions: finds small things</source>
        <translation>写真全体と 17 の領域 (小さなものも見つかる)</translation>
    </message>
    <message>
        <source>Whole photo and 40 regions: finds more, takes longest</source>
        <translation>写真全体と 40 の領域 (最も見つかるが最も遅い)</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>ウィンドウ</translation>
    </message>
    <message>
        <source>as many as fit</source>
        <translation>可能な限り多く</translation>
    </message>
    <message>
        <source>automatic</source>
        <translation>自動</translation>
    </message>
    <message>
        <source>until</source>
        <translation>～</translation>
    </message>
</context>
<context>
    <name>ShortcutsDialog</name>
    <message>
        <source>Close</source>
        <translation>閉じる</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>キーボードショートカット</translation>
    </message>
</context>
<context>
    <name>Sidebar</name>
    <message>
        <source> — its drive is not connected; what is known of it is kept</source>
        <translation> ― ドライブが接続されていません。情報は保持されています</translation>
    </message>
    <message>
        <source>Add a folder of photos (Ctrl+O); or drag one into the window</source>
        <translation>写真のフォルダーを追加 (Ctrl+O)。ウィンドウへのドラッグでも追加できます</translation>
    </message>
    <message>
        <source>Add folder…</source>
        <translation>フォルダーを追加…</translation>
    </message>
    <message>
        <source>Choose a model…</source>
        <translation>モデルを選択…</translation>
    </message>
    <message>
        <source>Delete this saved search</source>
        <translation>保存した検索を削除</translation>
    </message>
    <message>
        <source>Describe</source>
        <translation>説明</translation>
    </message>
    <message>
        <source>Describe this folder first</source>
        <translation>このフォルダーを先に説明</translation>
    </message>
    <message>
        <source>Describe: {how}</source>
        <translation>説明: {how}</translation>
    </message>
    <message>
        <source>F2 renames, Delete removes; drag it to another place</source>
        <translation>F2 で名前を変更、Delete で削除、ドラッグで移動</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>フォルダー</translation>
    </message>
    <message>
        <source>It is in another place now…</source>
        <translation>場所が変わりました…</translation>
    </message>
    <message>
        <source>Its photos are described first</source>
        <translation>このフォルダーの写真を先に説明します</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>ライブラリ</translation>
    </message>
    <message>
        <source>Library and folders</source>
        <translation>ライブラリとフォルダー</translation>
    </message>
    <message>
        <source>Photos are described roughly. {model} describes them far better.</source>
        <translation>写真は大まかにしか説明されていません。{model} ならはるかに詳しく説明できます。</translation>
    </message>
    <message>
        <source>Quick preview model</source>
        <translation>簡易プレビューモデル</translation>
    </message>
    <message>
        <source>Remove from the library…</source>
        <translation>ライブラリから削除…</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>名前を変更…</translation>
    </message>
    <message>
        <source>Saved searches</source>
        <translation>保存した検索</translation>
    </message>
    <message>
        <source>Show in the file manager</source>
        <translation>ファイルマネージャーで表示</translation>
    </message>
    <message>
        <source>offline</source>
        <translation>オフライン</translation>
    </message>
</context>
<context>
    <name>Slideshow</name>
    <message>
        <source> s</source>
        <translation> 秒</translation>
    </message>
    <message>
        <source>End (Esc)</source>
        <translation>終了 (Esc)</translation>
    </message>
    <message>
        <source>Go on by itself, or stay (Space)</source>
        <translation>自動再生／停止 (スペース)</translation>
    </message>
    <message>
        <source>Mixed order (R)</source>
        <translation>順不同 (R)</translation>
    </message>
    <message>
        <source>Next photo (→)</source>
        <translation>次の写真 (→)</translation>
    </message>
    <message>
        <source>Previous photo (←)</source>
        <translation>前の写真 (←)</translation>
    </message>
    <message>
        <source>Seconds a photo</source>
        <translation>1 枚あたりの秒数</translation>
    </message>
    <message>
        <source>Seconds a photo (+, −)</source>
        <translation>1 枚あたりの秒数 (+、−)</translation>
    </message>
    <message>
        <source>Slideshow</source>
        <translation>スライドショー</translation>
    </message>
    <message>
        <source>Start again at the end (L)</source>
        <translation>最後まで来たら最初に戻る (L)</translation>
    </message>
    <message>
        <source>This photo can&apos;t be shown.</source>
        <translation>この写真は表示できません。</translation>
    </message>
</context>
<context>
    <name>Toast</name>
    <message>
        <source>Close the message</source>
        <translation>メッセージを閉じる</translation>
    </message>
</context>
<context>
    <name>Viewer</name>
    <message>
        <source>Back to all photos (Esc)</source>
        <translation>写真一覧に戻る (Esc)</translation>
    </message>
    <message>
        <source>Captions and details at the side (I)</source>
        <translation>説明と詳細のサイドバー (I)</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>全体</translation>
    </message>
    <message>
        <source>Fit into the window (0), or the photo&apos;s own pixels (1)</source>
        <translation>ウィンドウに合わせる (0)／実際のサイズ (1)</translation>
    </message>
    <message>
        <source>Full screen (F)</source>
        <translation>全画面表示 (F)</translation>
    </message>
    <message>
        <source>Next photo (→)</source>
        <translation>次の写真 (→)</translation>
    </message>
    <message>
        <source>Other photos below (T)</source>
        <translation>前後の写真を下に表示 (T)</translation>
    </message>
    <message>
        <source>Photo view</source>
        <translation>写真表示</translation>
    </message>
    <message>
        <source>Previous photo (←)</source>
        <translation>前の写真 (←)</translation>
    </message>
    <message>
        <source>Slideshow (S)</source>
        <translation>スライドショー (S)</translation>
    </message>
    <message>
        <source>This photo can&apos;t be shown: its file can&apos;t be read or isn&apos;t there.</source>
        <translation>この写真は表示できません。ファイルが読み取れないか、存在しません。</translation>
    </message>
    <message>
        <source>Zoom in (+)</source>
        <translation>拡大 (+)</translation>
    </message>
    <message>
        <source>Zoom out (−)</source>
        <translation>縮小 (−)</translation>
    </message>
    <message>
        <source>Zoom: {zoom}</source>
        <translation>倍率: {zoom}</translation>
    </message>
    <message>
        <source>{row} of {count}</source>
        <translation>{row}／{count}</translation>
    </message>
</context>
<context>
    <name>WhyFrame</name>
    <message>
        <source>Learned from your captions: photos with {words} are often said to show “{chip}” too. Nothing here says so.</source>
        <translation>説明から学習しました: {words} のある写真には「{chip}」もよく写っています。この写真の説明には出てきません。</translation>
    </message>
    <message>
        <source>in {places}</source>
        <translation>場所: {places}</translation>
    </message>
    <message>
        <source>{chip}: {words}, in {places}</source>
        <translation>{chip}: {words} (場所: {places})</translation>
    </message>
    <message numerus="yes">
        <source>{places} and %Ln more</source>
        <translation>
            <numerusform>{places}、ほか%Ln件</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>WordCloud</name>
    <message>
        <source>Word cloud</source>
        <translation>ワードクラウド</translation>
    </message>
</context>
<context>
    <name>WordPopup</name>
    <message>
        <source>Words that begin so</source>
        <translation>この文字で始まる単語</translation>
    </message>
    <message numerus="yes">
        <source>{word}, %Ln photos</source>
        <translation>
            <numerusform>{word}、%Ln枚の写真</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>WordsDialog</name>
    <message>
        <source>&amp;Add tags</source>
        <translation>タグを追加(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Caption</source>
        <translation>説明(&amp;C)</translation>
    </message>
    <message>
        <source>Also where there is a caption of mine already</source>
        <translation>すでに自分の説明がある写真も変更する</translation>
    </message>
    <message numerus="yes">
        <source>Change %Ln photos</source>
        <translation>
            <numerusform>%Ln枚の写真を変更</numerusform>
        </translation>
    </message>
    <message>
        <source>Tags, separated by commas</source>
        <translation>タグ (カンマ区切り)</translation>
    </message>
    <message>
        <source>Take away</source>
        <translation>削除</translation>
    </message>
    <message>
        <source>Take tags away</source>
        <translation>タグを削除</translation>
    </message>
    <message>
        <source>The same caption for all of them</source>
        <translation>すべての写真に同じ説明</translation>
    </message>
    <message>
        <source>They have no tags of yours.</source>
        <translation>自分で付けたタグはありません。</translation>
    </message>
    <message>
        <source>Words for several photos</source>
        <translation>複数の写真に言葉を付ける</translation>
    </message>
    <message>
        <source>Your own words for {photos}. They are searchable at once.</source>
        <translation>{photos}に自分の言葉を付けます。すぐに検索できます。</translation>
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
        <translation>戻る</translation>
    </message>
    <message>
        <source>Backspace</source>
        <translation>Backspace</translation>
    </message>
    <message>
        <source>Ctrl and wheel</source>
        <translation>Ctrl＋ホイール</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Delete</translation>
    </message>
    <message>
        <source>Enter, Space</source>
        <translation>Enter、スペース</translation>
    </message>
    <message>
        <source>Enter, comma</source>
        <translation>Enter、カンマ</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>In the empty search field: take the last chip away</source>
        <translation>検索欄が空のとき: 最後の検索語を削除</translation>
    </message>
    <message>
        <source>In the photo view: previous, next, first, last photo</source>
        <translation>写真表示: 前、次、最初、最後の写真</translation>
    </message>
    <message>
        <source>In the photo view: zoom in, out, fit</source>
        <translation>写真表示: 拡大、縮小、ウィンドウに合わせる</translation>
    </message>
    <message>
        <source>Include or leave out</source>
        <translation>含める／除外する</translation>
    </message>
    <message>
        <source>Make chips of the typed words</source>
        <translation>入力した単語を検索語にする</translation>
    </message>
    <message>
        <source>Size of the thumbnails</source>
        <translation>サムネイルのサイズ</translation>
    </message>
    <message>
        <source>Space, Enter on a chip</source>
        <translation>検索語の上でスペース、Enter</translation>
    </message>
    <message>
        <source>Take the selected photos out of the library; their files stay</source>
        <translation>選択した写真をライブラリから外す (ファイルは残る)</translation>
    </message>
    <message>
        <source>View the photo</source>
        <translation>写真を表示</translation>
    </message>
    <message>
        <source>← → Home End</source>
        <translation>← → Home End</translation>
    </message>
</context>
<context>
    <name>actions</name>
    <message>
        <source>About photofind</source>
        <translation>photofind について</translation>
    </message>
    <message>
        <source>Add folder…</source>
        <translation>フォルダーを追加…</translation>
    </message>
    <message>
        <source>Captions at the side</source>
        <translation>説明のサイドバー</translation>
    </message>
    <message>
        <source>Clear the search</source>
        <translation>検索をクリア</translation>
    </message>
    <message>
        <source>Copy path</source>
        <translation>パスをコピー</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>エクスポート…</translation>
    </message>
    <message>
        <source>Failed photos…</source>
        <translation>失敗した写真…</translation>
    </message>
    <message>
        <source>Folders at the side</source>
        <translation>フォルダーのサイドバー</translation>
    </message>
    <message>
        <source>Frequent words</source>
        <translation>よく使われる単語</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>全画面表示</translation>
    </message>
    <message>
        <source>Headings of months</source>
        <translation>月の見出し</translation>
    </message>
    <message>
        <source>Invert the selection</source>
        <translation>選択を反転</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>キーボードショートカット</translation>
    </message>
    <message>
        <source>Larger thumbnails</source>
        <translation>サムネイルを大きく</translation>
    </message>
    <message>
        <source>Limit to dates…</source>
        <translation>期間を限定…</translation>
    </message>
    <message>
        <source>Models…</source>
        <translation>モデル…</translation>
    </message>
    <message>
        <source>Pause or go on describing</source>
        <translation>説明を一時停止／再開</translation>
    </message>
    <message>
        <source>Photos taken out…</source>
        <translation>外した写真…</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>終了</translation>
    </message>
    <message>
        <source>Read the folders again</source>
        <translation>フォルダーを再読み込み</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>やり直す</translation>
    </message>
    <message>
        <source>Save this search…</source>
        <translation>検索を保存…</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>検索</translation>
    </message>
    <message>
        <source>Settings…</source>
        <translation>設定…</translation>
    </message>
    <message>
        <source>Slideshow</source>
        <translation>スライドショー</translation>
    </message>
    <message>
        <source>Smaller thumbnails</source>
        <translation>サムネイルを小さく</translation>
    </message>
    <message>
        <source>Undo the last change of the search</source>
        <translation>検索の最後の変更を元に戻す</translation>
    </message>
    <message>
        <source>Words for the selected photos…</source>
        <translation>選択した写真に言葉を付ける…</translation>
    </message>
</context>
<context>
    <name>catalogue</name>
    <message>
        <source>Google&apos;s Gemma 3; its own licence terms</source>
        <translation>Google の Gemma 3 (独自のライセンス条項)</translation>
    </message>
    <message>
        <source>LLaVA 1.5 with Vicuna 13B: the model of the paper; wants a graphics card</source>
        <translation>LLaVA 1.5 (Vicuna 13B): 論文で使われたモデル。グラフィックカードが必要です</translation>
    </message>
    <message>
        <source>LLaVA 1.5 with Vicuna 7B: full sentences, good all round</source>
        <translation>LLaVA 1.5 (Vicuna 7B): 整った文章で、全般に優れています</translation>
    </message>
    <message>
        <source>LLaVA 1.6: sees finer detail, up to five times slower than 1.5</source>
        <translation>LLaVA 1.6: より細部まで見えますが、1.5 より最大 5 倍遅くなります</translation>
    </message>
    <message>
        <source>LLaVA with Llama 3 8B: newer language model</source>
        <translation>LLaVA (Llama 3 8B): より新しい言語モデル</translation>
    </message>
    <message>
        <source>LLaVA with Phi-3 mini: near LLaVA 1.5 7B at half the memory</source>
        <translation>LLaVA (Phi-3 mini): 半分のメモリで LLaVA 1.5 7B に近い性能</translation>
    </message>
    <message>
        <source>a middle way between small and good</source>
        <translation>小ささと品質の中間</translation>
    </message>
    <message>
        <source>missing: install photofind again</source>
        <translation>見つかりません: photofind を再インストールしてください</translation>
    </message>
    <message>
        <source>quick preview model: rough words at once; get a LLaVA for real descriptions</source>
        <translation>簡易プレビューモデル: すぐに大まかな言葉を付けます。本格的な説明には LLaVA を入手してください</translation>
    </message>
    <message>
        <source>reads text in photos well</source>
        <translation>写真の中の文字をよく読み取ります</translation>
    </message>
    <message>
        <source>recent and small</source>
        <translation>新しくて小型</translation>
    </message>
    <message>
        <source>short, plain descriptions</source>
        <translation>短く簡潔な説明</translation>
    </message>
    <message>
        <source>small LLaVA for machines with little memory</source>
        <translation>メモリの少ないコンピューター向けの小さな LLaVA</translation>
    </message>
    <message>
        <source>small and quick</source>
        <translation>小さくて高速</translation>
    </message>
    <message>
        <source>the same model as llava-1.5-7b from another publisher</source>
        <translation>llava-1.5-7b と同じモデル (別の配布元)</translation>
    </message>
    <message>
        <source>the smallest that writes sentences</source>
        <translation>文章を書ける最小のモデル</translation>
    </message>
    <message>
        <source>your own files</source>
        <translation>自分で追加したファイル</translation>
    </message>
</context>
<context>
    <name>filters</name>
    <message>
        <source>Added in the last 30 days</source>
        <translation>過去 30 日間に追加</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>カメラ</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>日付</translation>
    </message>
    <message>
        <source>Days…</source>
        <translation>日付を指定…</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>説明</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>フォルダー</translation>
    </message>
    <message>
        <source>In several files</source>
        <translation>複数のファイルあり</translation>
    </message>
    <message>
        <source>Orientation</source>
        <translation>向き</translation>
    </message>
    <message>
        <source>With words of mine</source>
        <translation>自分の言葉あり</translation>
    </message>
    <message>
        <source>added lately</source>
        <translation>最近追加</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失敗</translation>
    </message>
    <message>
        <source>fully described</source>
        <translation>説明済み</translation>
    </message>
    <message>
        <source>in several files</source>
        <translation>複数のファイルあり</translation>
    </message>
    <message>
        <source>landscape</source>
        <translation>横向き</translation>
    </message>
    <message>
        <source>not described</source>
        <translation>未説明</translation>
    </message>
    <message>
        <source>partly described</source>
        <translation>一部説明済み</translation>
    </message>
    <message>
        <source>portrait</source>
        <translation>縦向き</translation>
    </message>
    <message>
        <source>similar to {name}</source>
        <translation>{name} に類似</translation>
    </message>
    <message>
        <source>square</source>
        <translation>正方形</translation>
    </message>
    <message>
        <source>with words of mine</source>
        <translation>自分の言葉あり</translation>
    </message>
</context>
<context>
    <name>grid_badges</name>
    <message>
        <source>Could not be described in full: see Failed photos</source>
        <translation>すべては説明できませんでした (「失敗した写真」を参照)</translation>
    </message>
    <message>
        <source>Described in part: {n} of {all} views</source>
        <translation>一部説明済み: {all}領域中{n}</translation>
    </message>
    <message>
        <source>Not described yet</source>
        <translation>未説明</translation>
    </message>
    <message>
        <source>Offline: its drive is not connected</source>
        <translation>オフライン: ドライブが接続されていません</translation>
    </message>
    <message>
        <source>The same photo in {n} files</source>
        <translation>同じ写真が{n}個のファイルにあります</translation>
    </message>
    <message>
        <source>With your own caption</source>
        <translation>自分の説明あり</translation>
    </message>
    <message>
        <source>Your tags: {tags}</source>
        <translation>自分のタグ: {tags}</translation>
    </message>
</context>
<context>
    <name>grid_headings</name>
    <message>
        <source>MMMM yyyy</source>
        <translation>yyyy年M月</translation>
    </message>
    <message>
        <source>Without a date</source>
        <translation>日付なし</translation>
    </message>
</context>
<context>
    <name>layout</name>
    <message>
        <source>Frequent words</source>
        <translation>よく使われる単語</translation>
    </message>
    <message>
        <source>Frequent words of these results (Ctrl+Shift+I)</source>
        <translation>この検索結果でよく使われる単語 (Ctrl+Shift+I)</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>メニュー</translation>
    </message>
    <message>
        <source>Size of the thumbnails</source>
        <translation>サムネイルのサイズ</translation>
    </message>
    <message>
        <source>Size of the thumbnails (Ctrl and wheel, Ctrl++, Ctrl+−)</source>
        <translation>サムネイルのサイズ (Ctrl＋ホイール、Ctrl++、Ctrl+−)</translation>
    </message>
</context>
<context>
    <name>model_page</name>
    <message>
        <source>1,000 photos: about {whole} for whole photos, {all} with regions (estimated).</source>
        <translation>1,000 枚: 写真全体なら約{whole}、領域も含めると{all} (推定)。</translation>
    </message>
    <message>
        <source>1,000 photos: {whole} for whole photos, {all} with regions (measured here).</source>
        <translation>1,000 枚: 写真全体なら{whole}、領域も含めると{all} (このコンピューターで実測)。</translation>
    </message>
    <message>
        <source>How long it takes is not known before it has been tried.</source>
        <translation>所要時間は試してみるまで分かりません。</translation>
    </message>
</context>
<context>
    <name>models</name>
    <message>
        <source>Pictures of your photos are sent to {url}, where {model} describes them.</source>
        <translation>写真の画像が {url} に送信され、{model} が説明します。</translation>
    </message>
    <message>
        <source>Quick preview model</source>
        <translation>簡易プレビューモデル</translation>
    </message>
    <message>
        <source>built in</source>
        <translation>内蔵</translation>
    </message>
    <message>
        <source>download failed</source>
        <translation>ダウンロード失敗</translation>
    </message>
    <message>
        <source>download paused</source>
        <translation>ダウンロード一時停止中</translation>
    </message>
    <message>
        <source>downloading, {part}</source>
        <translation>ダウンロード中 {part}</translation>
    </message>
    <message>
        <source>downloading…</source>
        <translation>ダウンロード中…</translation>
    </message>
    <message>
        <source>in use</source>
        <translation>使用中</translation>
    </message>
    <message>
        <source>its files are gone</source>
        <translation>ファイルなし</translation>
    </message>
    <message>
        <source>on a server</source>
        <translation>サーバー上</translation>
    </message>
    <message>
        <source>on this computer · {size}</source>
        <translation>このコンピューター上 · {size}</translation>
    </message>
    <message>
        <source>recommended</source>
        <translation>推奨</translation>
    </message>
    <message>
        <source>{size} · too large here</source>
        <translation>{size} · このコンピューターには大きすぎます</translation>
    </message>
</context>
<context>
    <name>photo_menu</name>
    <message>
        <source>Add words…</source>
        <translation>言葉を付ける…</translation>
    </message>
    <message numerus="yes">
        <source>Copy %Ln files</source>
        <translation>
            <numerusform>%Ln個のファイルをコピー</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Copy %Ln paths</source>
        <translation>
            <numerusform>%Ln個のパスをコピー</numerusform>
        </translation>
    </message>
    <message>
        <source>Copy caption</source>
        <translation>説明をコピー</translation>
    </message>
    <message>
        <source>Copy file</source>
        <translation>ファイルをコピー</translation>
    </message>
    <message>
        <source>Copy path</source>
        <translation>パスをコピー</translation>
    </message>
    <message>
        <source>Describe again</source>
        <translation>もう一度説明する</translation>
    </message>
    <message>
        <source>Describe first</source>
        <translation>先に説明</translation>
    </message>
    <message>
        <source>Describe these first</source>
        <translation>これらを先に説明</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>エクスポート…</translation>
    </message>
    <message>
        <source>Find similar photos</source>
        <translation>似た写真を探す</translation>
    </message>
    <message>
        <source>Frequent words</source>
        <translation>よく使われる単語</translation>
    </message>
    <message>
        <source>Open with the default program</source>
        <translation>既定のプログラムで開く</translation>
    </message>
    <message>
        <source>Show in the file manager</source>
        <translation>ファイルマネージャーで表示</translation>
    </message>
    <message numerus="yes">
        <source>Take %Ln photos out of the library</source>
        <translation>
            <numerusform>%Ln枚の写真をライブラリから外す</numerusform>
        </translation>
    </message>
    <message>
        <source>Take back the last change of words</source>
        <translation>最後に変更した言葉を元に戻す</translation>
    </message>
    <message>
        <source>Take out of the library</source>
        <translation>ライブラリから外す</translation>
    </message>
    <message>
        <source>Try again what failed</source>
        <translation>失敗したものを再試行</translation>
    </message>
    <message>
        <source>View</source>
        <translation>表示</translation>
    </message>
    <message numerus="yes">
        <source>Words for %Ln photos…</source>
        <translation>
            <numerusform>%Ln枚の写真に言葉を付ける…</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sidebar</name>
    <message>
        <source>Added to the library in the last 30 days</source>
        <translation>過去 30 日間にライブラリに追加された写真</translation>
    </message>
    <message>
        <source>All photos</source>
        <translation>すべての写真</translation>
    </message>
    <message>
        <source>As the settings say</source>
        <translation>設定に従う</translation>
    </message>
    <message>
        <source>Duplicates</source>
        <translation>重複</translation>
    </message>
    <message>
        <source>Everything, without limits of folder or state</source>
        <translation>フォルダーや状態で絞らず、すべて</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失敗</translation>
    </message>
    <message>
        <source>Finds small things too; takes longest</source>
        <translation>小さなものも見つかりますが、最も時間がかかります</translation>
    </message>
    <message>
        <source>Found by names and your own words only; descriptions that exist are kept</source>
        <translation>名前と自分の言葉でのみ見つかります。既存の説明は残ります</translation>
    </message>
    <message>
        <source>Found only by names and your own words so far</source>
        <translation>今は名前と自分の言葉でのみ見つかります</translation>
    </message>
    <message>
        <source>Many times faster; small things may not be found</source>
        <translation>何倍も高速ですが、小さなものは見つからないことがあります</translation>
    </message>
    <message>
        <source>Not at all</source>
        <translation>しない</translation>
    </message>
    <message>
        <source>Not described</source>
        <translation>未説明</translation>
    </message>
    <message>
        <source>Photos that could not be described in full</source>
        <translation>すべては説明できなかった写真</translation>
    </message>
    <message>
        <source>Photos with tags or a caption of yours</source>
        <translation>自分のタグや説明がある写真</translation>
    </message>
    <message>
        <source>Recent</source>
        <translation>最近</translation>
    </message>
    <message>
        <source>The same photo in several files</source>
        <translation>複数のファイルにある同じ写真</translation>
    </message>
    <message>
        <source>What you chose for all folders</source>
        <translation>すべてのフォルダー共通の設定です</translation>
    </message>
    <message>
        <source>Whole photo and regions</source>
        <translation>写真全体と領域</translation>
    </message>
    <message>
        <source>Whole photo only</source>
        <translation>写真全体のみ</translation>
    </message>
    <message>
        <source>With own words</source>
        <translation>自分の言葉あり</translation>
    </message>
</context>
<context>
    <name>wording</name>
    <message numerus="yes">
        <source>%Ln photos</source>
        <translation>
            <numerusform>%Ln枚の写真</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln times</source>
        <translation>
            <numerusform>%Ln回</numerusform>
        </translation>
    </message>
    <message>
        <source>E</source>
        <translation>東経</translation>
    </message>
    <message>
        <source>Halves</source>
        <translation>半分</translation>
    </message>
    <message>
        <source>N</source>
        <translation>北緯</translation>
    </message>
    <message>
        <source>Ninths</source>
        <translation>1/9</translation>
    </message>
    <message>
        <source>Quarters</source>
        <translation>1/4</translation>
    </message>
    <message>
        <source>S</source>
        <translation>南緯</translation>
    </message>
    <message>
        <source>W</source>
        <translation>西経</translation>
    </message>
    <message>
        <source>Whole photo</source>
        <translation>写真全体</translation>
    </message>
    <message>
        <source>bottom half</source>
        <translation>下半分</translation>
    </message>
    <message>
        <source>bottom left ninth</source>
        <translation>左下の1/9</translation>
    </message>
    <message>
        <source>bottom left quarter</source>
        <translation>左下の1/4</translation>
    </message>
    <message>
        <source>bottom middle ninth</source>
        <translation>中央下の1/9</translation>
    </message>
    <message>
        <source>bottom right ninth</source>
        <translation>右下の1/9</translation>
    </message>
    <message>
        <source>bottom right quarter</source>
        <translation>右下の1/4</translation>
    </message>
    <message>
        <source>centre ninth</source>
        <translation>中央の1/9</translation>
    </message>
    <message>
        <source>file and folder name</source>
        <translation>ファイル名とフォルダー名</translation>
    </message>
    <message>
        <source>from {day}</source>
        <translation>{day}以降</translation>
    </message>
    <message>
        <source>horizontal half {place}</source>
        <translation>横の半分 {place}</translation>
    </message>
    <message>
        <source>left half</source>
        <translation>左半分</translation>
    </message>
    <message>
        <source>less than a minute</source>
        <translation>1分未満</translation>
    </message>
    <message>
        <source>middle left ninth</source>
        <translation>左中央の1/9</translation>
    </message>
    <message>
        <source>middle right ninth</source>
        <translation>右中央の1/9</translation>
    </message>
    <message>
        <source>ninth {place}</source>
        <translation>1/9 {place}</translation>
    </message>
    <message>
        <source>quarter {place}</source>
        <translation>1/4 {place}</translation>
    </message>
    <message>
        <source>right half</source>
        <translation>右半分</translation>
    </message>
    <message>
        <source>top half</source>
        <translation>上半分</translation>
    </message>
    <message>
        <source>top left ninth</source>
        <translation>左上の1/9</translation>
    </message>
    <message>
        <source>top left quarter</source>
        <translation>左上の1/4</translation>
    </message>
    <message>
        <source>top middle ninth</source>
        <translation>中央上の1/9</translation>
    </message>
    <message>
        <source>top right ninth</source>
        <translation>右上の1/9</translation>
    </message>
    <message>
        <source>top right quarter</source>
        <translation>右上の1/4</translation>
    </message>
    <message>
        <source>until {day}</source>
        <translation>{day}まで</translation>
    </message>
    <message>
        <source>vertical half {place}</source>
        <translation>縦の半分 {place}</translation>
    </message>
    <message>
        <source>whole photo</source>
        <translation>写真全体</translation>
    </message>
    <message>
        <source>your own words</source>
        <translation>自分の言葉</translation>
    </message>
    <message>
        <source>{n} %</source>
        <translation>{n}%</translation>
    </message>
    <message>
        <source>{n} days</source>
        <translation>{n}日</translation>
    </message>
    <message>
        <source>{n} h</source>
        <translation>{n}時間</translation>
    </message>
    <message>
        <source>{n} min</source>
        <translation>{n}分</translation>
    </message>
    <message>
        <source>{n} months</source>
        <translation>{n}か月</translation>
    </message>
    <message>
        <source>{n} years</source>
        <translation>{n}年</translation>
    </message>
    <message>
        <source>{times}, in {photos}</source>
        <translation>{photos}で{times}</translation>
    </message>
</context>
</TS>
