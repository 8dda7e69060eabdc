"""The words for what a verification found, by its code; {places} are filled with the finding's values."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from gongzhi.lib.certificate import Finding, Value

LANGUAGES = ("zh-hans", "en")

FAULTS: Mapping[str, Promise] = {
    "not_json": _("文件不是合格的 JSON 文本，无法读取"),
    "format_unknown": _("这不是程序凭证，或者版本不认识：“{where}”"),
    "shape_wrong": _("凭证的内容不完整或者有多余之处，位置：{where}"),
    "no_acts": _("凭证里没有任何办理记录"),
    "act_missing": _("缺少第 {seq} 项记录"),
    "act_twice": _("第 {seq} 项记录出现了两次"),
    "out_of_order": _("第 {seq} 项记录不在它应在的位置，顺序被调换"),
    "count_of_acts": _("凭证写明共 {says} 项记录，实有 {found} 项"),
    "link_broken": _("第 {seq} 项记录与前一项衔接不上，其间有记录被改动或者抽走"),
    "time_runs_back": _("第 {seq} 项记录的时间早于前一项，时钟被拨动过"),
    "act_later_than_seen": _("第 {seq} 项记录的时间晚于见证方见到它的时间，时钟被拨动过"),
    "payload_changed": _("第 {seq} 项记录（{kind}）的内容被改动"),
    "act_changed": _("第 {seq} 项记录（{kind}）的时间、办理单位、种类或者位置被改动"),
    "not_opened": _("第一项记录不是立项（{kind}）"),
    "opened_twice": _("第 {seq} 项记录又立项一次"),
    "table_exchanged": _("所附程序不是立项时的程序，已被调换或者改动"),
    "table_unsound": _("所附程序自相矛盾：用到了没有列出的状态，或者环节重名"),
    "matter_differs": _("事项的“{field}”与立项记录不一致"),
    "generated_differs": _("是否为演示数据的标记与立项记录不一致"),
    "step_unknown": _("第 {seq} 项记录的环节“{step}”不在程序之内"),
    "step_unnamed": _("第 {seq} 项记录（{kind}）属于程序环节，却没有写明是哪一个环节"),
    "kind_differs": _("第 {seq} 项记录的种类（{kind}）与环节“{step}”不符"),
    "step_not_allowed": _("第 {seq} 项“{step}”不应在此时进行：当时状态为“{state}”，前面的环节没有完成"),
    "state_differs": _("第 {seq} 项“{step}”之后的状态与程序规定不符"),
    "unfinished": _("程序没有走到终点，停在“{state}”"),
    "meeting_missing": _("第 {seq} 项应由会议决定，却没有会议人数和票数"),
    "meeting_malformed": _("第 {seq} 项的会议人数或者票数不成立，或者没有写全"),
    "meeting_of_another_rule": _("第 {seq} 项不是由程序规定的会议决定的"),
    "meeting_later_than_act": _("第 {seq} 项的记录早于作出决定的会议"),
    "not_carried": _("第 {seq} 项的会议没有作出这一环节所需要的决定"),
    "quorum_forged": _("第 {seq} 项称会议有效，但应到 {members} 人、实到 {present} 人，未达到法定人数"),
    "result_forged": _("第 {seq} 项所称表决结果与票数不符：{whole} 人中 {yes} 人同意"),
    "rule_broken": _("第 {seq} 项的会议规则（{rule}）不是当日法律规定的，或者比法律规定宽松"),
    "rule_unknown": _("第 {seq} 项的会议（{rule}）不在程序凭证能够核验的会议之列"),
    "judged_otherwise": _("第 {seq} 项的会议按当日法律（{rule}）重新计算，结论不同，不符之处：{fields}"),
    "document_unlisted": _("第 {seq} 项记录的附件没有列入附件清单：{sha256}"),
    "document_unknown": _("附件清单中有第 {seq} 项记录没有提到的文件：{sha256}"),
    "documents_reordered": _("附件清单的顺序或者数量与记录不符"),
    "document_absent": _("第 {seq} 项记录的附件不在所给文件夹中，或者内容已被改动：{sha256}"),
    "log_untrusted": _("签署日志的公钥不是您给出的公钥，而是：{vkey}"),
    "checkpoint_invalid": _("日志检查点的签名不成立"),
    "witness_invalid": _("见证方 {witness} 的签名不成立"),
    "signature_stray": _("日志检查点上有来历不明的签名"),
    "not_in_log": _("第 {seq} 项记录不在日志所说的位置（第 {index} 条）"),
    "no_paper": _("这份 PDF 里没有附带程序凭证的电子文件，无法核验"),
    "paper_unsigned": _("这份 PDF 没有电子签名"),
    "paper_changed": _("这份 PDF 签名之后被改动，或者签名不成立"),
}
PROVED: Mapping[str, Promise] = {
    "whole": _("{acts} 项办理记录完整：没有改动、遗漏、重复和调换"),
    "in_order": _("{steps} 个环节都按照立项时的程序“{procedure}”依次进行，没有跳过，并且走到了终点"),
    "counted": _(
        "{meetings} 次会议的人数和票数已按当日法律重新计算，会议是否有效、表决是否通过，都与记录一致"
    ),
    "logged": _("全部记录都已收入日志 {origin}（签署时共 {size} 条），不能再悄悄改动"),
    "witnessed": _("见证方 {witness} 于 {at} 见到并签署了同一日志"),
    "documents_same": _("{documents} 处附件与所给文件夹中的文件逐字节相同"),
    "paper_intact": _("PDF 自签名以后没有改动；签名证书：{subject}，指纹 {fingerprint}"),
}
UNPROVED: Mapping[str, Promise] = {
    "generated": _("这是演示系统生成的数据，人和事均为虚构"),
    "key_came_along": _(
        "日志公钥是随文件一起来的，文件若整份伪造，公钥也会是伪造的。"
        "请与 {origin} 公布的公钥（/log/ 页面或者 key.pub 文件）核对：{vkey}"
    ),
    "no_witness": _("还没有别的单位见证过这一日志，只有运营方自己的签名"),
    "witness_unknown": _("见证方的公钥也是随文件来的，请另行核对：{witnesses}"),
    "truth": _("不能证明记录与现场情况一致：例如签到的人是否真的到场，附件所写是否属实"),
    "times": _("时间是办理时系统写下的；能证明的是此后没有改动、前后不颠倒、不晚于见证方签署的时间"),
    "later": _("只说明到第 {acts} 项记录为止，不能证明此后没有新的记录"),
    "table": _("不能代替对程序本身的判断：程序是否符合法律，请看各环节所引条文"),
    "unjudged": _("第 {acts} 项的会议没有写明组成人员或者通知日期，这两方面没有计算"),
    "names": _("姓名等个人信息只留有加盐的摘要，本凭证不显示，也无法由此推出"),
    "documents_unseen": _("没有查看 {documents} 处附件的内容；用 --attachments 指定文件夹可以核对"),
    "paper_key": _("PDF 的签名证书是随文件来的，没有经过电子认证机构；请与签发单位公布的指纹核对"),
}
ALL: Mapping[str, Promise] = {**FAULTS, **PROVED, **UNPROVED}


def words(finding: Finding) -> list[str]:
    """Answer the sentence of a finding in Chinese and in English."""
    return [_said(ALL[finding.code], finding.values, language) for language in LANGUAGES]


def _said(text: Promise, values: Mapping[str, Value], language: str) -> str:
    with override(language):
        return str(text).format(**values)
