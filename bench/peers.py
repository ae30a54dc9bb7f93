"""What a user would pick instead, on the folds of the real data: predictions by id, for paired tests.

    apt-get install python3-sklearn fasttext
    python3 bench/peers.py DIR letters|haikou OUT.csv

DIR holds letters-dev.csv or haikou-12345-dev.csv. Every ticket is predicted by a model that learned from the
other four folds. `npx tsx bench/paired-peers.ts DIR letters|haikou OUT.csv` holds ours against them.
"""

import csv
import re
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

TASKS = {"letters": ("letters-dev.csv", "l1"), "haikou": ("haikou-12345-dev.csv", "dept")}
# The opening formula of a call-taker: 市民来电反映: and its kin.
FORMULA = re.compile(r"^\W*(市民|群众|来电人|网民|网友|居民)?(来电|来信|微信|公众号|网站|电话)?(反映|咨询|投诉|求助|建议|举报|表示)?[:：,，\s]*")
HEAD = 60


def majority(train, labels, test):
    most = Counter(labels).most_common(1)[0][0]
    return [most] * len(test)


def linear_svc(train, labels, test, with_head=False):
    from scipy.sparse import hstack
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.svm import LinearSVC

    def features(fields, fit):
        made = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), min_df=2, sublinear_tf=True)
        return made.fit_transform(fields), made.transform(fit)

    learned, asked = features(train, test)
    if with_head:
        cut = lambda text: text[FORMULA.match(text).end():][:HEAD]
        more = features([cut(text) for text in train], [cut(text) for text in test])
        learned, asked = hstack([learned, more[0]]).tocsr(), hstack([asked, more[1]]).tocsr()
    return LinearSVC(C=1.0, random_state=0).fit(learned, labels).predict(asked)


def naive_bayes(train, labels, test):
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.naive_bayes import MultinomialNB

    made = CountVectorizer(analyzer="char", ngram_range=(1, 2), min_df=2)
    return MultinomialNB(alpha=0.1).fit(made.fit_transform(train), labels).predict(made.transform(test))


def fasttext(train, labels, test):
    names = {label: f"__label__{number}" for number, label in enumerate(sorted(set(labels)))}
    back = {name: label for label, name in names.items()}
    spaced = lambda text: " ".join(re.sub(r"\s", "", text))
    with tempfile.TemporaryDirectory() as folder:
        learn, ask, model = (Path(folder) / name for name in ("train.txt", "test.txt", "model"))
        learn.write_text("".join(f"{names[label]} {spaced(text)}\n" for text, label in zip(train, labels)))
        ask.write_text("".join(f"{spaced(text)}\n" for text in test))
        command = ["fasttext", "supervised", "-input", learn, "-output", model, "-wordNgrams", "3",
                   "-epoch", "25", "-lr", "0.5", "-dim", "100", "-thread", "1", "-verbose", "0"]
        subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
        told = subprocess.run(["fasttext", "predict", f"{model}.bin", ask], check=True, capture_output=True, text=True)
    # A text without a known sign gets an empty line.
    return [back.get(line.strip(), "") for line in told.stdout.split("\n")[: len(test)]]


METHODS = {
    "majority class": majority,
    "naive Bayes": naive_bayes,
    "LinearSVC, TF-IDF of characters 1-3": linear_svc,
    "LinearSVC + head field": lambda *data: linear_svc(*data, with_head=True),
    "fastText, characters 1-3": fasttext,
}


def main():
    if len(sys.argv) != 4 or sys.argv[2] not in TASKS:
        sys.exit(__doc__)
    folder, task, out = sys.argv[1:]
    name, label = TASKS[task]
    with open(Path(folder) / name, encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    with open(out, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["task", "method", "id", "predicted"])
        for method, predict in METHODS.items():
            right = 0
            for fold in sorted({row["fold"] for row in rows}):
                train = [row for row in rows if row["fold"] != fold]
                test = [row for row in rows if row["fold"] == fold]
                texts = [row["text"] for row in train], [row[label] for row in train], [row["text"] for row in test]
                for row, predicted in zip(test, predict(*texts)):
                    writer.writerow([task, method, row["id"], predicted])
                    right += predicted == row[label]
            print(f"{method}: {right / len(rows):.3f} of {len(rows)}", flush=True)


main()
